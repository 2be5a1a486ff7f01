import { createPublisher, openStore } from "@quartet/bus";
import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
let other: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test", agent: "ann" } });
  other = await connect(server, { config: { namespace: "test", agent: "bob" }, home: session.home });
});
afterEach(async () => {
  await other.close();
  await session.close();
});

const wait = (args: object = {}): Promise<any> => session.call("wait_for_events", { ...args });

test("without a cursor it gives the current one at once, and nothing after that is missed", async () => {
  await other.call("store_context", { key: "before", value: 1 });
  const { events, cursor } = await wait();
  expect(events).toEqual([]);
  await other.call("store_context", { key: "a", value: 1, tags: ["t"] });
  await other.call("delete_context", { key: "a" });
  const page = await wait({ cursor });
  expect(page.events).toMatchObject([
    { type: "context.stored", key: "a", by: "bob", data: { created: true, tags: ["t"] } },
    { type: "context.deleted", key: "a", by: "bob" },
  ]);
  expect(await wait({ cursor: page.cursor, timeoutSeconds: 0 })).toMatchObject({ events: [], cursor: page.cursor });
});

test("wakes for another session's write that matches, and for no other", async () => {
  const { cursor } = await wait();
  const waiting = wait({ cursor, types: ["Context.Stored"], keyPattern: "plan/*", timeoutSeconds: 50 });
  await other.call("store_context", { key: "note", value: 1 });
  await other.call("store_context", { key: "plan/a", value: 1 });
  expect((await waiting).events).toMatchObject([{ key: "plan/a" }]);
});

test("events that sibling servers publish arrive by their family", async () => {
  const { cursor } = await wait();
  const { home } = session;
  const publisher = createPublisher({
    open: () => openStore({ kind: "local", home, namespace: "test" }),
    source: "testing-qa",
  });
  const waiting = wait({ cursor, types: ["testing.*"] });
  publisher.publish({
    type: "testing.run_finished",
    data: { runId: "r1", verdict: "passed", passed: 1, failed: 0, skipped: 0, durationMs: 1 },
  });
  expect((await waiting).events).toMatchObject([
    { type: "testing.run_finished", by: "testing-qa", data: { verdict: "passed" } },
  ]);
  await publisher.close();
});

test("a type that no event has is refused with the nearest", async () => {
  const failure = await session.fail("wait_for_events", { types: ["context.store"] });
  expect(failure).toMatchObject({ code: "invalid_input", hint: 'Did you mean "context.stored"?' });
  expect(await session.fail("wait_for_events", { types: [] })).toMatchObject({ code: "invalid_input" });
});

test("a type that no server publishes yet is refused, and so is a wait that no client would sit out", async () => {
  for (const type of ["monitoring.alert_firing", "testing.test_broke", "monitoring.*"]) {
    const failure = await session.fail("wait_for_events", { types: [type] });
    expect(failure).toMatchObject({ code: "invalid_input", message: `types: no server publishes ${type} yet.` });
    expect(failure.hint).toContain("testing.run_finished");
  }
  expect(await session.fail("wait_for_events", { timeoutSeconds: 51 })).toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/^timeoutSeconds: must be at most 50/),
  });
});

test("a cursor of another feed is told of the reset, and one that never was is refused", async () => {
  await other.call("store_context", { key: "a", value: 1 });
  const page = await wait({ cursor: "0123456789ab:3" });
  expect(page).toMatchObject({ reset: "epoch", events: [{ key: "a" }] });
  expect(await session.fail("wait_for_events", { cursor: "3" })).toMatchObject({ code: "invalid_input" });
});

test("a small answer holds whole events, and the cursor goes on behind the last of them", async () => {
  const small = await connect(server, { config: { namespace: "test", maxTokens: 500 }, home: session.home });
  let { cursor } = await small.call("wait_for_events");
  const bus = await openStore({ kind: "local", home: session.home, namespace: "test" });
  await bus.append({ type: "jobs.finished", by: "jobs", data: { large: "x".repeat(4_000) } });
  for (let n = 0; n < 30; n++) await bus.append({ type: "jobs.finished", by: "jobs", data: { n } });
  const seen: { sequence: number; data?: unknown }[] = [];
  for (let pages = 0; seen.length < 31 && pages < 31; pages++) {
    const page = await small.call("wait_for_events", { cursor });
    seen.push(...page.events);
    ({ cursor } = page);
  }
  expect(seen.map((event) => event.sequence)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
  expect(seen[0]).not.toHaveProperty("data");
  expect(seen[30]?.data).toEqual({ n: 29 });
  await bus.close();
  await small.close();
});

test("a wait that its client gives up leaves the server as it was", async () => {
  const { cursor } = await wait();
  const stop = new AbortController();
  const given = session.client.callTool(
    { name: "wait_for_events", arguments: { cursor, timeoutSeconds: 50 } },
    { signal: stop.signal },
  );
  stop.abort();
  await expect(given).rejects.toThrow(/abort/i);
  await other.call("store_context", { key: "a", value: 1 });
  expect((await wait({ cursor })).events).toMatchObject([{ key: "a" }]);
});

test("many waits at once take no place among the calls", async () => {
  const { cursor } = await wait();
  const waits = Array.from({ length: 40 }, () => wait({ cursor, keyPattern: "go", timeoutSeconds: 50 }));
  await session.call("store_context", { key: "go", value: 1 });
  for (const page of await Promise.all(waits)) expect(page.events).toMatchObject([{ key: "go" }]);
});
