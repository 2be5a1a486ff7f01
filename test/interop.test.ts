import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { startHttp } from "./support/http-server.ts";
import { environment, SERVERS, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

/** What the older client finds out about a server. */
async function converse(target: Target, transport: Transport): Promise<Record<string, unknown>> {
  const client = new Client({ name: "older-client", version: "1.0.0" });
  onTestFinished(() => client.close());
  await client.connect(transport);
  const { tools } = await client.listTools();
  const { name, arguments: args } = target.quick;
  const { isError = false, structuredContent } = await client.callTool({ name, arguments: { ...args } });
  const unknown = await client.callTool({ name: "no_such_tool" }).catch((error: unknown) => String(error));
  return {
    server: client.getServerVersion()?.name,
    tools: tools.map((tool) => tool.name),
    isError,
    structuredContent,
    unknown,
  };
}

const expected = (target: Target): unknown => ({
  server: `quartet-${target.name}`,
  tools: expect.arrayContaining([target.quick.name]),
  isError: false,
  structuredContent: expect.any(Object),
  unknown: expect.stringContaining("Unknown tool"),
});

describe.for(SERVERS)("a client on the first SDK and the $name server", (target: Target) => {
  test("understand each other over stdio", async () => {
    const home = tempFolder();
    const env = environment(home);
    const parameters = {
      command: process.execPath,
      args: [...target.entry],
      env,
      cwd: home,
      stderr: "ignore" as const,
    };
    expect(await converse(target, new StdioClientTransport(parameters))).toEqual(expected(target));
  });

  test("understand each other over HTTP", async () => {
    const { url } = await startHttp(target);
    const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
    expect(await converse(target, transport)).toEqual(expected(target));
  });
});

const inspector = join(
  dirname(createRequire(import.meta.url).resolve("@modelcontextprotocol/inspector/package.json")),
  "clients/launcher/build/index.js",
);

/** One run of the Inspector's command line against a server over stdio; rejects when it does not exit with 0. */
async function inspect(target: Target, era: string, args: readonly string[]): Promise<any> {
  const home = tempFolder();
  const options = ["--cli", "--protocol-era", era, "--format", "json", "--quiet", "--cwd", home, ...args];
  const server = ["--", process.execPath, ...target.entry];
  const { stdout } = await promisify(execFile)(process.execPath, [inspector, ...options, ...server], {
    env: environment(home),
    cwd: home,
  });
  return JSON.parse(stdout) as unknown;
}

describe.for(["legacy", "modern"] as const)("the Inspector's command line (%s era)", (era) => {
  test.for(SERVERS)("finds the tools of the $name server portable", async (target) => {
    // With --strict it fails when a schema would not pass other clients.
    const { result } = await inspect(target, era, ["--method", "tools/list", "--strict"]);
    expect(result.tools.map((tool: { name: string }) => tool.name)).toContain(target.quick.name);
  });

  test.for(SERVERS)("calls a tool of the $name server", async (target) => {
    const { name, arguments: args } = target.quick;
    const call = ["--method", "tools/call", "--tool-name", name, "--tool-args-json", JSON.stringify(args)];
    const { result } = await inspect(target, era, call);
    expect(result.isError).not.toBe(true);
    expect(result.structuredContent).toBeTypeOf("object");
  });
});
