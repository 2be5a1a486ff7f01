import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, beforeEach, expect, test } from "vitest";

const ENTRY = fileURLToPath(new URL("index.ts", import.meta.url));
const TEST_TIMEOUT_MS = 60_000;

let folder = "";
let editors: Editor[] = [];

/** A client with a server process of its own, as each editor starts one. */
interface Editor {
  readonly pid: number;
  call(name: string, args?: Record<string, unknown>): Promise<any>;
  close(): Promise<void>;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quartet-two-clients-"));
  mkdirSync(join(folder, "shop", ".git"), { recursive: true });
  mkdirSync(join(folder, "shop", "src"));
});
afterEach(async () => {
  for (const editor of editors.splice(0)) await editor.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(agent: string, cwd = "shop"): Promise<Editor> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["--conditions=@quartet/source", ENTRY, "--agent", agent],
    cwd: join(folder, cwd),
    env: { QUARTET_HOME: join(folder, "home"), PATH: process.env["PATH"] ?? "" },
    stderr: "ignore",
  });
  const client = new Client({ name: agent, version: "1.0.0" });
  await client.connect(transport);
  const editor: Editor = {
    pid: transport.pid ?? 0,
    async call(name, args = {}) {
      const result = await client.callTool({ name, arguments: args });
      if (result.isError === true) throw new Error(JSON.stringify(result.content));
      return result.structuredContent;
    },
    close: () => client.close(),
  };
  editors.push(editor);
  return editor;
}

test(
  "two clients with a process each share values and events, in both directions",
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    const [ann, bob] = await Promise.all([open("ann"), open("bob", "shop/src")]);
    expect(ann.pid).not.toBe(bob.pid);
    let { cursor } = await bob.call("wait_for_events");
    for (let round = 0; round < 10; round++) {
      const waiting = bob.call("wait_for_events", { cursor, timeoutSeconds: 50 });
      const { revision } = await ann.call("store_context", { key: "plan", value: { round } });
      const page = await waiting;
      expect(page.events).toMatchObject([{ type: "context.stored", key: "plan", by: "ann" }]);
      const { contexts } = await bob.call("retrieve_context", { keys: ["plan"] });
      expect(contexts).toMatchObject([{ value: { round }, by: "ann", revision }]);
      ({ cursor } = page);
    }
    await bob.call("update_context", { key: "plan", patch: { seen: true } });
    const { contexts } = await ann.call("retrieve_context", { keys: ["plan"] });
    expect(contexts).toMatchObject([{ value: { round: 9, seen: true }, by: "bob" }]);
  },
);

test(
  "what a client was told is stored survives the kill of its server, and a new one goes on",
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    const [ann, bob] = await Promise.all([open("ann"), open("bob")]);
    const { cursor } = await bob.call("wait_for_events");
    const acknowledged: number[] = [];
    const write = async (n: number): Promise<void> => {
      await ann.call("store_context", { key: `k${n}`, value: n, operationId: `ann-${n}` });
      acknowledged.push(n);
      if (acknowledged.length === 20) process.kill(ann.pid, "SIGKILL");
    };
    await Promise.allSettled(Array.from({ length: 200 }, (_, n) => write(n)));
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);

    const next = await open("ann");
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        next.call("store_context", { key: `k${n}`, value: n, operationId: `ann-${n}` }),
      ),
    );
    const events: { key: string; sequence: number }[] = [];
    for (let from = cursor; events.length < 200;) {
      const page = await bob.call("wait_for_events", { cursor: from });
      expect(page).not.toHaveProperty("gap");
      expect(page).not.toHaveProperty("reset");
      events.push(...page.events);
      from = page.cursor;
    }
    expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    expect(new Set(events.map((event) => event.key)).size).toBe(200);
    expect((await bob.call("list_contexts", { pattern: "k*" })).total).toBe(200);
  },
);
