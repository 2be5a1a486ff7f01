import type { CallToolResult } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import { type Era, failureOf, type Session } from "../session.ts";
import { observe, type ObservedRun } from "./observed.ts";
import { callTool, resolveExample, type Stage } from "./stage.ts";

/** Long enough for a call to begin on a busy machine. */
const SHORT_MS = 300;
/** Waiting places for each running call. */
const QUEUE_FACTOR = 20;

interface SlowCall {
  readonly session: Session;
  readonly run: ObservedRun;
  readonly answer: Promise<CallToolResult>;
}

/** Calls end when they are told to, their work with them, and the server goes on. */
export function testLimits(stage: Stage): void {
  const { definition, options } = stage;
  const slowTool = definition.tools.find(({ name }) => name === options.slow.tool);
  const quick = definition.tools.find(({ name, effect, waits }) => quickly(stage, name) && effect === "read" && !waits);

  async function startSlowCall(more: { config?: object; era?: Era; signal?: AbortSignal } = {}): Promise<SlowCall> {
    const observed = observe(definition);
    const { era = "legacy", config, signal } = more;
    const session = await stage.open({ ...config }, { era, definition: observed.definition });
    const started = observed.next();
    const args = { ...resolveExample(options.slow.arguments ?? {}, {}) };
    const answer = session.client.callTool({ name: options.slow.tool, arguments: args }, { ...(signal && { signal }) });
    const early = answer.then((result) => Promise.reject(new Error(`it ended early: ${JSON.stringify(result)}`)));
    const run = await Promise.race([started, early]);
    return { session, run, answer };
  }

  async function expectToGoOn(session: Session): Promise<void> {
    if (quick === undefined) throw new Error("no reading tool has a plain example");
    const result = await callTool(session, quick.name, stage.argumentsOf(quick.name));
    expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  }

  async function expectToRun(run: ObservedRun): Promise<void> {
    const state = await Promise.race([run.ended.then(() => "ended"), Promise.resolve("running")]);
    expect(state, `${options.slow.tool} is to last until it is stopped`).toBe("running");
  }

  describe("a long call", () => {
    test.for<Era>(["legacy", "modern"])("ends when the client cancels it (%s)", async (era) => {
      const cancel = new AbortController();
      const { session, run, answer } = await startSlowCall({ era, signal: cancel.signal });
      // With this answer a call that is not slow would have ended too.
      await session.client.listTools(undefined, { cacheMode: "refresh" });
      await expectToRun(run);
      cancel.abort();
      await expect(answer).rejects.toBeInstanceOf(Error);
      await run.ended;
      expect(run.signal.aborted).toBe(true);
      await expectToGoOn(session);
    });

    // A tool that keeps its own deadline has tests of its own for it.
    const underDeadline = [slowTool].filter((tool) => tool?.timeoutMs === undefined);
    test.for(underDeadline)("ends at the deadline", async () => {
      const { session, run, answer } = await startSlowCall({ config: { toolTimeoutMs: SHORT_MS } });
      const failure = failureOf(await answer);
      expect(failure).toMatchObject({ code: "timeout", message: expect.stringContaining(options.slow.tool) });
      expect(failure.hint).not.toBe("");
      await run.ended;
      expect(session.instance.signal.aborted).toBe(false);
    });

    test("ends when the server closes, and later calls are told so", async () => {
      const { session, run, answer } = await startSlowCall();
      await session.instance.close();
      expect(failureOf(await answer)).toMatchObject({ code: "unavailable" });
      await run.ended;
      const late = await callTool(session, options.slow.tool, resolveExample(options.slow.arguments ?? {}, {}));
      expect(failureOf(late)).toMatchObject({ code: "unavailable" });
    });
  });

  describe("many calls at once", () => {
    test("all answer when they fit into the queue", async () => {
      const session = await stage.open({ maxConcurrentCalls: 1 });
      const calls = Array.from({ length: QUEUE_FACTOR }, () => expectToGoOn(session));
      expect(await Promise.all(calls)).toHaveLength(QUEUE_FACTOR);
    });

    test("are answered or told that the server is busy", async () => {
      if (quick === undefined) throw new Error("no reading tool has a plain example");
      const session = await stage.open({ maxConcurrentCalls: 1 });
      const calls = Array.from({ length: 3 * QUEUE_FACTOR }, () =>
        callTool(session, quick.name, stage.argumentsOf(quick.name)),
      );
      const codes = (await Promise.all(calls)).map((result) =>
        result.isError === true ? failureOf(result).code : "ok",
      );
      expect(new Set([...codes, "ok", "busy"])).toEqual(new Set(["ok", "busy"]));
      expect(codes.filter((code) => code === "ok").length).toBeGreaterThan(QUEUE_FACTOR);
      await expectToGoOn(session);
    });
  });
}

function quickly({ options }: Stage, name: string): boolean {
  return name !== options.slow.tool && name in options.examples && typeof options.examples[name] !== "function";
}
