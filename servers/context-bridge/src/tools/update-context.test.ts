import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test" } });
});
afterEach(() => session.close());

const value = async (key: string): Promise<unknown> =>
  (await session.call("retrieve_context", { keys: [key] })).contexts[0].value;

test("merges what changes and leaves the rest", async () => {
  const { revision } = await session.call("store_context", {
    key: "k",
    value: { a: { b: 1, c: 2 }, d: [1] },
    tags: ["t"],
  });
  const updated = await session.call("update_context", {
    key: "k",
    patch: { a: { b: null, e: 3 }, d: [2] },
    ifRevision: revision,
  });
  expect(await value("k")).toEqual({ a: { c: 2, e: 3 }, d: [2] });
  expect(updated.revision).not.toBe(revision);
  const { contexts } = await session.call("list_contexts", { tags: ["t"] });
  expect(contexts).toMatchObject([{ key: "k", revision: updated.revision }]);
});

test("patches that come together all take effect", async () => {
  await session.call("store_context", { key: "k", value: {} });
  const patch = (n: number): Promise<unknown> => session.call("update_context", { key: "k", patch: { [`m${n}`]: n } });
  await Promise.all(Array.from({ length: 12 }, (_, n) => patch(n)));
  expect(Object.keys((await value("k")) as object)).toHaveLength(12);
});

test("with a revision that is no longer current it changes nothing", async () => {
  const { revision } = await session.call("store_context", { key: "k", value: { a: 1 } });
  await session.call("update_context", { key: "k", patch: { a: 2 } });
  expect(await session.fail("update_context", { key: "k", patch: { a: 3 }, ifRevision: revision })).toMatchObject({
    code: "conflict",
  });
  expect(await value("k")).toEqual({ a: 2 });
});

test("a repeated operation is not applied again, whatever happened since", async () => {
  await session.call("store_context", { key: "k", value: { a: 1 } });
  const args = { key: "k", patch: { a: 2 }, operationId: "op" };
  const first = await session.call("update_context", args);
  await session.call("update_context", { key: "k", patch: { a: 3 } });
  expect(await session.call("update_context", args)).toEqual({ ...first, replayed: true });
  await session.call("delete_context", { key: "k" });
  expect(await session.call("update_context", args)).toEqual({ ...first, replayed: true });
});

test("needs a key that exists, an object to merge into, and a patch that is an object", async () => {
  await session.call("store_context", { key: "list", value: [1] });
  expect(await session.fail("update_context", { key: "lisst", patch: {} })).toMatchObject({
    code: "not_found",
    message: 'key: there is no "lisst" (any more).',
  });
  expect(await session.fail("update_context", { key: "list", patch: {} })).toMatchObject({
    code: "invalid_input",
    message: 'key: the value of "list" is not an object, so nothing can be merged into it.',
  });
  for (const patch of [null, 1, "{}", [1]]) {
    const failure = await session.fail("update_context", { key: "list", patch });
    expect(failure).toMatchObject({ code: "invalid_input", message: expect.stringContaining("patch") });
  }
  expect(await value("list")).toEqual([1]);
});

test("a merge that grows too large leaves the old value", async () => {
  await session.call("store_context", { key: "k", value: { a: "x".repeat(200_000) } });
  expect(await session.fail("update_context", { key: "k", patch: { b: "x".repeat(100_000) } })).toMatchObject({
    code: "too_large",
  });
  const { contexts } = await session.call("list_contexts", {});
  expect(contexts[0].sizeBytes).toBe(200_008);
});
