import { existsSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { tempFolder } from "./temp-folder.ts";

export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A server as these tests start and use it. */
export interface Target {
  readonly name: string;
  /** Arguments of Node that start it. */
  readonly entry: readonly string[];
  /** A call that answers at once and needs nothing. */
  readonly quick: ToolCall;
  /** A call that lasts until it is stopped, with the settings that it needs. */
  slow(): Promise<{ call: ToolCall; args: readonly string[]; hasChildren: boolean }>;
}

const ENDLESS_QUERY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

const database: Target = {
  name: "database",
  entry: [builtEntry("database")],
  quick: { name: "list_connections", arguments: {} },
  slow: async () => ({
    call: { name: "run_query", arguments: { sql: ENDLESS_QUERY } },
    args: [],
    hasChildren: true,
  }),
};

const monitoring: Target = {
  name: "monitoring",
  entry: [builtEntry("monitoring")],
  quick: { name: "get_overview", arguments: {} },
  slow: async () => ({
    call: { name: "run_check", arguments: { url: await silentUrl(), timeoutMs: 30_000 } },
    args: [],
    hasChildren: false,
  }),
};

const testingQa: Target = {
  name: "testing-qa",
  entry: [builtEntry("testing-qa")],
  quick: { name: "project_info", arguments: {} },
  slow: async () => ({
    call: { name: "run_tests", arguments: {} },
    args: ["--root", endlessProject()],
    hasChildren: true,
  }),
};

const contextBridge: Target = {
  name: "context-bridge",
  entry: [builtEntry("context-bridge")],
  quick: { name: "bridge_status", arguments: {} },
  slow: async () => ({
    call: { name: "wait_for_events", arguments: { timeoutSeconds: 50 } },
    args: [],
    hasChildren: false,
  }),
};

/** The four real servers, as built. */
export const SERVERS: readonly Target[] = [database, monitoring, testingQa, contextBridge];

/** Run from its sources; it has tools for what no real server does. */
export const SAMPLE: Target = {
  name: "sample",
  entry: ["--conditions=@quartet/source", join(ROOT, "shared/testing/src/sample/index.ts")],
  quick: { name: "echo_text", arguments: { text: "friend" } },
  slow: async () => ({ call: { name: "spawn_child", arguments: {} }, args: [], hasChildren: true }),
};

export const ALL: readonly Target[] = [...SERVERS, SAMPLE];

function builtEntry(server: string): string {
  const entry = join(ROOT, "servers", server, "dist/index.js");
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`pnpm build\` before these tests.`);
  return entry;
}

/** An address that takes connections and never answers. */
async function silentUrl(): Promise<string> {
  const server = createServer((socket) => socket.on("error", () => undefined));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function endlessProject(): string {
  return tempFolder({
    "package.json": JSON.stringify({ name: "endless", type: "module", scripts: { test: "node --test" } }),
    "never.test.js":
      'import { test } from "node:test";\ntest("never ends", () => new Promise(() => setInterval(() => {}, 1000)));\n',
  });
}

/** A bare environment: nothing of the tester's own settings reaches a server. */
export function environment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  return { PATH: path, HOME: home, QUARTET_HOME: join(home, "quartet"), NODE_NO_WARNINGS: "1", ...more };
}
