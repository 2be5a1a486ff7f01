import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test", agent: "ann" } });
});
afterEach(() => session.close());

const read = async (key: string): Promise<any> => (await session.call("retrieve_context", { keys: [key] })).contexts[0];

test("what is stored can be read, with its author and revision", async () => {
  const stored = await session.call("store_context", { key: "plan/a", value: { steps: [1] }, tags: ["plan"] });
  expect(stored).toMatchObject({ key: "plan/a", created: true, replayed: false, store: "local", degraded: false });
  expect(stored.scope).toBe("all processes of this user on this machine");
  expect(await read("plan/a")).toMatchObject({
    value: { steps: [1] },
    by: "ann",
    tags: ["plan"],
    revision: stored.revision,
  });
});

test("every kind of JSON value comes back as it was", async () => {
  for (const value of [null, false, 0, "", "text", [], {}, [null, { a: [1.5] }], JSON.parse(`{"__proto__":{"a":1}}`)]) {
    await session.call("store_context", { key: "k", value });
    expect(JSON.stringify((await read("k")).value)).toBe(JSON.stringify(value));
  }
});

test("a write that does not know the present version is a conflict that names it", async () => {
  const first = await session.call("store_context", { key: "k", value: 1, ifRevision: "absent" });
  const second = await session.call("store_context", { key: "k", value: 2, ifRevision: first.revision });
  const failure = await session.fail("store_context", { key: "k", value: 3, ifRevision: first.revision });
  expect(failure).toMatchObject({ code: "conflict", message: expect.stringContaining(second.revision) });
  expect(await session.fail("store_context", { key: "k", value: 3, ifRevision: "absent" })).toMatchObject({
    code: "conflict",
  });
  expect(await read("k")).toMatchObject({ value: 2 });
});

test("a repeated operation has one effect", async () => {
  const args = { key: "k", value: 1, operationId: "6f1c" };
  const first = await session.call("store_context", args);
  expect(await session.call("store_context", args)).toEqual({ ...first, replayed: true });
  expect(await session.fail("store_context", { ...args, value: 2 })).toMatchObject({ code: "conflict" });
});

test("a time to live is told as a time", async () => {
  const before = Date.now();
  const { expiresAt } = await session.call("store_context", { key: "k", value: 1, ttlSeconds: 60 });
  expect(Date.parse(expiresAt) - before).toBeGreaterThanOrEqual(60_000);
  expect(await read("k")).toMatchObject({ expiresAt });
});

test("bad keys, tags, times and values are refused with the field's name, and a value too large with the limit", async () => {
  const spoil = (change: object): Promise<unknown> => session.fail("store_context", { key: "k", value: 1, ...change });
  for (const key of ["", "a b", "{a}", "*", "x".repeat(201), "é"]) {
    expect(await spoil({ key })).toMatchObject({ code: "invalid_input", message: expect.stringContaining("key") });
  }
  expect(await spoil({ tags: ["a b"] })).toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("tags"),
  });
  for (const ttlSeconds of [0, -1, 1.5, 1e9]) {
    expect(await spoil({ ttlSeconds })).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("ttlSeconds"),
    });
  }
  expect(await session.fail("store_context", { key: "k" })).toMatchObject({ code: "invalid_input" });
  expect(await spoil({ value: "x".repeat(300_000) })).toMatchObject({
    code: "too_large",
    message: expect.stringContaining("262144"),
  });
  expect(await spoil({ ifRevision: "7" })).toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("ifRevision"),
  });
});
