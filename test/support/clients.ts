import process from "node:process";
import {
  Client,
  StreamableHTTPClientTransport,
  type StreamableHTTPClientTransportOptions,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { onTestFinished } from "vitest";
import { environment, type Target } from "./targets.ts";
import { tempFolder } from "./temp-folder.ts";

/** How clients of different years open a connection. */
export const ERAS = {
  "2026-07-28": { versionNegotiation: { mode: { pin: "2026-07-28" } } },
  "2025-11-25": { versionNegotiation: { mode: "legacy" } },
  "2025-06-18": { versionNegotiation: { mode: "legacy" }, supportedProtocolVersions: ["2025-06-18"] },
  "2025-03-26": { versionNegotiation: { mode: "legacy" }, supportedProtocolVersions: ["2025-03-26"] },
  "2024-11-05": { versionNegotiation: { mode: "legacy" }, supportedProtocolVersions: ["2024-11-05"] },
  auto: { versionNegotiation: { mode: "auto" } },
} as const;
export type Revision = keyof typeof ERAS;
export const REVISIONS = Object.keys(ERAS) as readonly Revision[];

function createClient(revision: Revision): Client {
  const { versionNegotiation, ...more } = { supportedProtocolVersions: undefined, ...ERAS[revision] };
  const { supportedProtocolVersions: versions } = more;
  const client = new Client(
    { name: "e2e", version: "1.0.0" },
    { versionNegotiation, ...(versions !== undefined && { supportedProtocolVersions: [...versions] }) },
  );
  onTestFinished(() => client.close());
  return client;
}

/** A client of the given revision, connected over stdio to a process of its own. */
export async function connectStdio(target: Target, revision: Revision, home: string = tempFolder()): Promise<Client> {
  const client = createClient(revision);
  const env = environment(home);
  const parameters = { command: process.execPath, args: [...target.entry], env, cwd: home, stderr: "ignore" as const };
  await client.connect(new StdioClientTransport(parameters));
  return client;
}

/** A client of the given revision, connected over HTTP. */
export async function connectHttp(
  url: string,
  revision: Revision,
  options: StreamableHTTPClientTransportOptions = {},
): Promise<Client> {
  const client = createClient(revision);
  await client.connect(new StreamableHTTPClientTransport(new URL(url), options));
  return client;
}
