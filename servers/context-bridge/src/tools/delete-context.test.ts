import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test" } });
});
afterEach(() => session.close());

const missing = async (key: string): Promise<string> => (await session.fail("retrieve_context", { keys: [key] })).code;

test("a deleted context is gone, and others learn of it by an event", async () => {
  await session.call("store_context", { key: "plan/a", value: 1 });
  const { cursor } = await session.call("wait_for_events", {});
  const { revision } = await session.call("delete_context", { key: "plan/a" });
  expect(await missing("plan/a")).toBe("not_found");
  const { events } = await session.call("wait_for_events", { cursor, timeoutSeconds: 0 });
  expect(events).toMatchObject([{ type: "context.deleted", key: "plan/a" }]);
  expect(revision).toContain(String(events[0].sequence));
});

test("with a revision that is no longer current nothing is deleted", async () => {
  const { revision } = await session.call("store_context", { key: "plan/a", value: 1 });
  await session.call("store_context", { key: "plan/a", value: 2 });
  expect(await session.fail("delete_context", { key: "plan/a", ifRevision: revision })).toMatchObject({
    code: "conflict",
  });
  const { contexts } = await session.call("retrieve_context", { keys: ["plan/a"] });
  expect(contexts).toMatchObject([{ value: 2 }]);
});

test("a repeated operation answers as it did the first time", async () => {
  await session.call("store_context", { key: "plan/a", value: 1 });
  const args = { key: "plan/a", operationId: "op" };
  const first = await session.call("delete_context", args);
  expect(await session.call("delete_context", args)).toEqual({ ...first, replayed: true });
});

test("a key that holds nothing is named, with the nearest one", async () => {
  await session.call("store_context", { key: "plan/checkout", value: 1 });
  const failure = await session.fail("delete_context", { key: "plan/chekout" });
  expect(failure).toMatchObject({ code: "not_found", message: expect.stringContaining("plan/chekout") });
  expect(failure.hint).toContain("plan/checkout");
});
