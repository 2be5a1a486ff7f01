import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Driver, nodeTestDriver, procDriver, sqliteDriver, writeProject } from "./drivers.ts";

/** A server to measure, a call that goes all the way to its engine, and the engine alone. */
export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly tool: string;
  readonly args: object;
  readonly calls: number;
  /** A call made once before the first measured one. */
  readonly prepare?: { readonly tool: string; readonly args: object };
  readonly driver?: Driver;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const CALLS = 200;

function built(server: string, ...args: readonly string[]): string[] {
  return [process.execPath, `${root}servers/${server}/dist/index.js`, ...args];
}

export const ECHO: Subject = {
  name: "echo (SDK alone)",
  command: [process.execPath, `${root}scripts/bench/echo-server.ts`],
  tool: "echo_text",
  args: { text: "hello" },
  calls: CALLS,
};

/** The four servers, and the core alone with a tool that does what the echo server's does. */
export function createSubjects(home: string): Subject[] {
  const project = writeProject(home);
  const plugin = `${root}scripts/bench/echo-plugin.ts`;
  return [
    {
      name: "database",
      command: built("database"),
      tool: "run_query",
      args: { sql: "select 1 as one" },
      calls: CALLS,
      driver: sqliteDriver(home, "select 1 as one"),
    },
    {
      name: "monitoring",
      command: built("monitoring"),
      tool: "list_processes",
      args: { limit: 1 },
      calls: 20,
      driver: procDriver,
    },
    {
      name: "testing-qa",
      command: built("testing-qa", "--root", project),
      tool: "run_tests",
      args: {},
      calls: 10,
      driver: nodeTestDriver(project),
    },
    {
      name: "context-bridge",
      command: built("context-bridge"),
      tool: "retrieve_context",
      args: { keys: ["bench"] },
      calls: CALLS,
      prepare: { tool: "store_context", args: { key: "bench", value: { hello: "world" } } },
      driver: sqliteDriver(home, "select key, value from entries where key = 'bench'"),
    },
    {
      name: "(core alone)",
      command: built("monitoring", "--plugins", plugin, "--tools", "echo_text"),
      tool: "echo_text",
      args: { text: "hello" },
      calls: CALLS,
    },
  ];
}
