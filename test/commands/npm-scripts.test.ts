import { utimesSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { expect, test } from "vitest";
import { ROOT } from "../support/targets.ts";
import { runCommand } from "./run-command.ts";

const clientInfo = { name: "test", version: "1.0.0" };
const OPENING = [
  { id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo } },
  { method: "notifications/initialized" },
];
const lines = (messages: readonly object[]): string =>
  messages.map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`).join("");

interface Line {
  readonly jsonrpc: string;
  readonly id?: unknown;
  readonly result?: { tools?: unknown[] };
}

/** Every line of stdout, which must be JSON-RPC and nothing else. */
function parse(out: string): Line[] {
  const messages = out
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  expect(messages.every(({ jsonrpc }) => jsonrpc === "2.0")).toBe(true);
  return messages;
}

test.each(["database", "monitoring", "testing-qa", "context-bridge"])(
  "npm run %s speaks nothing but JSON-RPC on stdout",
  async (name) => {
    const input = lines([...OPENING, { id: 2, method: "tools/list" }]);
    const { exitCode, out } = await runCommand(["npm", "run", name], { input });
    expect(parse(out).map(({ id }) => id)).toEqual([1, 2]);
    expect(exitCode).toBe(0);
  },
);

test("npm run dev:database starts the server anew when a source changes, and the session goes on", async () => {
  const { out, err } = await runCommand(["npm", "run", "dev:database"], {
    input: lines(OPENING),
    until: '"id":1',
    async meanwhile(_out, child) {
      const restarted = textOn(child.stderr, "starting the server anew");
      const answered = textOn(child.stdout, '"id":2');
      const now = new Date();
      utimesSync(join(ROOT, "servers/database/src/index.ts"), now, now);
      await restarted;
      child.stdin?.write(lines([{ id: 2, method: "tools/list" }]));
      await answered;
      child.stdin?.end();
    },
  });
  expect(parse(out).map(({ id }) => id)).toEqual([1, 2]);
  expect(err).toContain("starting the server anew");
});

function textOn(stream: Readable | null, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream?.on("data", (chunk: string) => {
      if (chunk.includes(text)) resolve();
    });
  });
}
