import { expect, test } from "vitest";
import { answers } from "./answers.ts";

const tell = (name: string, content: unknown): unknown => answers[name]?.tell(content);

test("a database that cannot be reached fails the first call, with its hint", () => {
  const connections = [
    { name: "sample", state: "ready", engine: "sqlite", version: "3.54.1", tables: 8, sizeBytes: 700_000 },
    { name: "orders", state: "unavailable", problem: "The file does not exist.", hint: "Check DATABASE_URL." },
  ];
  expect(tell("database", { connections })).toEqual({
    ok: false,
    lines: ["sample: sqlite 3.54.1, 8 tables, 0.7 MB", "orders: The file does not exist.", "Check DATABASE_URL."],
  });
});

test("a machine on which little could be read is still told of", () => {
  expect(tell("monitoring", { processes: { total: 3 }, findings: [] })).toEqual({
    ok: true,
    lines: ["3 processes", "nothing unusual"],
  });
});

test("a project without a runner says so", () => {
  expect(tell("testing-qa", { project: ".", runners: [] })).toEqual({ ok: true, lines: [".: no test runner found"] });
});

test("a degraded bridge says why", () => {
  const status = {
    store: "memory",
    degraded: true,
    scope: "this process only",
    namespace: "n",
    contexts: 0,
    events: 0,
  };
  expect(tell("context-bridge", { ...status, reason: "The folder is read-only." })).toEqual({
    ok: true,
    lines: ["memory store, shared by this process only: 0 contexts and 0 events in n", "The folder is read-only."],
  });
});
