import { afterEach, describe, expect, test } from "vitest";
import { observe } from "../contract/observed.ts";
import { connect, type Era, failureOf, type Session, type SessionOptions } from "../session.ts";
import { server } from "./server.ts";

const ERA_NAMES: readonly Era[] = ["legacy", "modern"];
const ALL = ["default", "failures"];
const sessions: Session[] = [];

async function open(options: SessionOptions = {}, definition = server): Promise<Session> {
  const session = await connect(definition, options);
  sessions.push(session);
  return session;
}

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
});

describe("a failing tool", () => {
  test("passes a stated failure on as it is", async () => {
    const session = await open({ config: { toolsets: ALL } });
    const failure = await session.fail("fail_call", { kind: "stated" });
    expect(failure).toEqual({ code: "conflict", message: "The sample is asked to fail.", hint: "Ask differently." });
  });

  test.for(["thrown", "output"])("shows nothing of what went wrong inside (%s)", async (kind) => {
    const session = await open({ config: { toolsets: ALL } });
    const result = await session.client.callTool({ name: "fail_call", arguments: { kind } });
    expect(failureOf(result)).toMatchObject({ code: "internal", message: "The server failed unexpectedly." });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|stack|Error:/);
  });

  test("is told that its answer is too large, with the sizes", async () => {
    const session = await open({ config: { toolsets: ALL, maxTokens: 500 } });
    const failure = await session.fail("fail_call", { kind: "size" });
    expect(failure).toMatchObject({ code: "too_large", message: expect.stringContaining("the limit is 2000") });
  });

  test("in a toolset that is not on offer does not exist", async () => {
    const session = await open();
    await expect(session.client.callTool({ name: "fail_call", arguments: {} })).rejects.toThrow("Unknown tool");
  });
});

describe("progress", () => {
  test.for(ERA_NAMES)("reaches a client that asks for it (%s)", async (era) => {
    const { client } = await open({ era });
    const reports: unknown[] = [];
    const onprogress = (report: unknown): unknown => reports.push(report);
    await client.callTool({ name: "hold_call", arguments: { forMs: 1 } }, { onprogress });
    expect(reports).toEqual([{ progress: 1, total: 2, message: "holding" }]);
  });
});

describe("concurrent calls", () => {
  test("run up to the limit, wait up to twenty times as many, and are refused beyond", async () => {
    const { definition, next } = observe(server);
    const { client } = await open({ config: { maxConcurrentCalls: 2 } }, definition);
    const cancel = new AbortController();
    const first = next();
    const call = () => client.callTool({ name: "hold_call", arguments: {} }, { signal: cancel.signal });
    const calls = Array.from({ length: 2 + 40 + 3 }, call);
    await first;
    const refused = await Promise.all(calls.slice(-3));
    expect(refused.map((result) => failureOf(result).code)).toEqual(["busy", "busy", "busy"]);
    cancel.abort();
    const ends = await Promise.allSettled(calls.slice(0, -3));
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    const after = await client.callTool({ name: "echo_text", arguments: { text: "on" } });
    expect(after.isError).not.toBe(true);
  });

  test("that only wait take no place", async () => {
    const { definition, next } = observe(server);
    const session = await open({ config: { maxConcurrentCalls: 1 } }, definition);
    const waiting = next();
    const waits = Array.from({ length: 30 }, () => session.call("wait_for_note", { name: "awaited" }));
    await waiting;
    await session.call("save_note", { name: "awaited", text: "here" });
    expect(await Promise.all(waits)).toEqual(Array.from({ length: 30 }, () => ({ found: true, cursor: "start" })));
  });
});

test("two sessions over one home see each other's notes", async () => {
  const one = await open();
  const two = await open({ home: one.home, era: "modern" });
  const waiting = two.call("wait_for_note", { name: "shared", cursor: "mine" });
  await one.call("save_note", { name: "shared", text: "x" });
  expect(await waiting).toEqual({ found: true, cursor: "mine" });
});

test("the answer to a prompt carries its arguments", async () => {
  const { client } = await open();
  const { messages } = await client.getPrompt({ name: "greet_person", arguments: { person: "Ada" } });
  expect(messages).toEqual([{ role: "user", content: { type: "text", text: "Greet Ada in one sentence." } }]);
});

test("checks and contexts that cannot be built are findings, not crashes", async () => {
  const { instance } = await open({ home: "/dev/null/quartet" });
  expect(await instance.check()).toEqual([
    expect.objectContaining({ ok: false, hint: expect.stringContaining("QUARTET_HOME") }),
  ]);
});
