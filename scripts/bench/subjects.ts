import { fileURLToPath } from "node:url";

/** A server to measure and the cheapest call that goes all the way to its engine. */
export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly tool: string;
  readonly args: object;
  /** Calls made once before the first measured one. */
  readonly prepare?: { readonly tool: string; readonly args: object };
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = (server: string): string[] => [process.execPath, `${root}servers/${server}/dist/index.js`];

export const ECHO: Subject = {
  name: "echo (SDK alone)",
  command: [process.execPath, `${root}scripts/bench/echo-server.ts`],
  tool: "echo_text",
  args: { text: "hello" },
};

export const SERVERS: readonly Subject[] = [
  { name: "database", command: built("database"), tool: "run_query", args: { sql: "select 1 as one" } },
  { name: "monitoring", command: built("monitoring"), tool: "list_processes", args: { limit: 1 } },
  { name: "testing-qa", command: built("testing-qa"), tool: "project_info", args: {} },
  {
    name: "context-bridge",
    command: built("context-bridge"),
    tool: "retrieve_context",
    args: { keys: ["bench"] },
    prepare: { tool: "store_context", args: { key: "bench", value: { hello: "world" } } },
  },
];
