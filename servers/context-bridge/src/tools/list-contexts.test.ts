import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test" } });
});
afterEach(() => session.close());

const keys = async (args: object): Promise<string[]> =>
  (await session.call("list_contexts", { ...args })).contexts.map((context: { key: string }) => context.key);

test("finds by tags, key pattern and words together", async () => {
  await session.call("store_context", { key: "plan/a", value: "the Cart total", tags: ["plan", "shop"] });
  await session.call("store_context", { key: "plan/b", value: { cart: 1 }, tags: ["plan"] });
  await session.call("store_context", { key: "note", value: "cart" });
  expect(await keys({})).toEqual(["note", "plan/a", "plan/b"]);
  expect(await keys({ pattern: "plan/?", search: "cart" })).toEqual(["plan/a", "plan/b"]);
  expect(await keys({ tags: ["shop", "plan"], search: "total cart" })).toEqual(["plan/a"]);
  expect(await keys({ pattern: "PLAN/*" })).toEqual([]);
});

test("pages through more than one answer holds", async () => {
  for (let n = 0; n < 130; n++)
    await session.call("store_context", { key: `k${String(n).padStart(3, "0")}`, value: n });
  const first = await session.call("list_contexts", {});
  expect(first).toMatchObject({ total: 130, truncated: true });
  const second = await session.call("list_contexts", { cursor: first.nextCursor });
  expect(second).toMatchObject({ total: 130, truncated: false });
  expect([...first.contexts, ...second.contexts].map((context) => context.key)).toEqual(
    Array.from({ length: 130 }, (_, n) => `k${String(n).padStart(3, "0")}`),
  );
});

test("what was deleted is not listed, and deleting it again is not found", async () => {
  await session.call("store_context", { key: "k", value: 1 });
  await session.call("delete_context", { key: "k" });
  expect(await keys({})).toEqual([]);
  expect(await session.fail("delete_context", { key: "k" })).toMatchObject({ code: "not_found" });
});

test("deletes only the version that was meant", async () => {
  const { revision } = await session.call("store_context", { key: "k", value: 1 });
  await session.call("store_context", { key: "k", value: 2 });
  expect(await session.fail("delete_context", { key: "k", ifRevision: revision })).toMatchObject({ code: "conflict" });
  expect(await keys({})).toEqual(["k"]);
});
