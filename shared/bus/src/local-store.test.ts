import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./open-store.ts";
import { testStore } from "./store.contract.ts";
import { KEPT_EVENTS } from "./store-under-test.fixture.ts";
import type { Store } from "./store.ts";
import { waitForEvents } from "./wait-for-events.ts";

let home = "";
const opened: Store[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "quartet-bus-"));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(kind: "auto" | "local" = "auto"): Promise<Store> {
  const store = await openStore({ kind, home, namespace: "one" });
  opened.push(store);
  return store;
}

testStore("local", async () => {
  const folder = mkdtempSync(join(tmpdir(), "quartet-bus-contract-"));
  let nowMs = Date.parse("2026-11-28T12:00:00Z");
  const options = { kind: "local", home: folder, now: () => nowMs, keptEvents: KEPT_EVENTS } as const;
  const store = await openStore({ ...options, namespace: "one" });
  const neighbour = await openStore({ ...options, namespace: "two" });
  return {
    store,
    neighbour,
    tick: (ms) => void (nowMs += ms),
    close: async () => {
      await store.close();
      await neighbour.close();
      rmSync(folder, { recursive: true });
    },
  };
});

const bus = (): string => join(home, "bus");
const databases = (): string[] => readdirSync(bus()).filter((name) => name.endsWith(".db"));

test("everything it writes is for the user alone", async () => {
  mkdirSync(bus(), { mode: 0o755 });
  const store = await open();
  await store.put({ key: "k", value: 1, by: "me" });
  expect(statSync(bus()).mode & 0o777).toBe(0o700);
  const files = readdirSync(bus());
  expect(files.length).toBeGreaterThanOrEqual(4);
  for (const file of files) expect([file, statSync(join(bus(), file)).mode & 0o777]).toEqual([file, 0o600]);
});

test("two stores on one folder share values and wake each other", async () => {
  const [a, b] = [await open(), await open()];
  const cursor = await b.head();
  const { signal } = new AbortController();
  const waiting = waitForEvents(b, { cursor, limit: 10 }, { timeoutMs: 60_000, signal });
  await a.put({ key: "k", value: 1, by: "a" });
  expect((await waiting).events).toMatchObject([{ key: "k", by: "a" }]);
  expect(await b.get(["k"])).toMatchObject([{ value: 1, by: "a" }]);
});

test("a waiting reader learns of an expiry although nobody writes", async () => {
  const [a, b] = [await open(), await open()];
  await a.put({ key: "k", value: 1, by: "a", ttlMs: 20 });
  const cursor = await b.head();
  const { signal } = new AbortController();
  const { events } = await waitForEvents(b, { cursor, limit: 10 }, { timeoutMs: 60_000, signal });
  expect(events).toMatchObject([{ type: "context.expired", key: "k" }]);
});

test("what was acknowledged is there after everybody has left", async () => {
  const first = await open();
  const { revision } = await first.put({ key: "k", value: 1, by: "me", operationId: "op" });
  await first.close();
  const second = await open();
  expect(await second.get(["k"])).toMatchObject([{ value: 1, revision }]);
  expect(await second.put({ key: "k", value: 1, by: "me", operationId: "op" })).toMatchObject({ replayed: true });
});

test("a damaged file is set aside and kept, and every cursor is told of the reset", async () => {
  const before = await open();
  await before.put({ key: "k", value: 1, by: "me" });
  const cursor = await before.head();
  await before.close();
  const [name] = databases();
  writeFileSync(join(bus(), name ?? ""), "this is no database, but it is long enough to be looked at ".repeat(100));

  const [a, b] = await Promise.all([open(), open()]);
  expect(a?.kind).toBe("local");
  expect(a?.notice).toContain(name);
  expect(await a?.read({ cursor, limit: 10 })).toMatchObject({ reset: "epoch", events: [] });
  await a?.put({ key: "new", value: 2, by: "a" });
  expect(await b?.get(["new"])).toMatchObject([{ value: 2 }]);
  expect(databases()).toContain(name);
  expect(databases()).toHaveLength(2);
});

test("a file damaged under an open store is replaced for all who have it open", async () => {
  const [a, b] = [await open(), await open()];
  for (let n = 0; n < 200; n++) await a.put({ key: `k${n}`, value: "x".repeat(500), by: "a" });
  const path = (await a.status()).path ?? "";
  new Sqlite(path).pragma("wal_checkpoint(TRUNCATE)");
  truncateSync(path, 8_192);
  await expect.poll(() => a.list({ offset: 0, limit: 10, search: "x" })).toMatchObject({ total: 0 });
  await a.put({ key: "new", value: 2, by: "a" });
  expect(await b.get(["new"])).toMatchObject([{ value: 2 }]);
  expect((await b.status()).path).toBe((await a.status()).path);
  expect(b.notice).toContain(path);
});

test("a folder deleted under open stores unites them again on a new file", async () => {
  const [a, b] = [await open(), await open()];
  await a.put({ key: "k", value: 1, by: "a" });
  const cursor = await b.head();
  rmSync(bus(), { recursive: true });
  await a.put({ key: "new", value: 2, by: "a" });
  expect(await b.get(["k", "new"])).toMatchObject([{ key: "new" }]);
  expect(await b.read({ cursor, limit: 10 })).toMatchObject({ reset: "epoch", events: [{ key: "new" }] });
  await b.close();
  const c = await open();
  await c.put({ key: "later", value: 3, by: "c" });
  expect(await a.get(["later"])).toMatchObject([{ value: 3 }]);
  expect((await a.status()).path).toBe((await c.status()).path);
});

test("a waiting reader is told when the folder is deleted", async () => {
  const store = await open();
  await store.put({ key: "k", value: 1, by: "a" });
  const cursor = await store.head();
  const { signal } = new AbortController();
  const waiting = waitForEvents(store, { cursor, limit: 10 }, { timeoutMs: 60_000, signal });
  rmSync(bus(), { recursive: true });
  expect(await waiting).toMatchObject({ reset: "epoch" });
});

test("a file of a newer version is refused and left as it is", async () => {
  await (await open()).close();
  const path = join(bus(), databases()[0] ?? "");
  const db = new Sqlite(path);
  db.pragma("user_version = 99");
  db.close();
  await expect(open()).rejects.toThrow(
    expect.objectContaining({ code: "unavailable", message: expect.stringContaining("schema 99") }),
  );
  expect(databases()).toHaveLength(1);
});

test("where no file can be kept it works in memory and says why", async () => {
  writeFileSync(bus(), "");
  const store = await open();
  expect(store).toMatchObject({ kind: "memory", scope: "this process only" });
  expect(store.degraded).toContain("a file stands where its folder belongs");
  await store.put({ key: "k", value: 1, by: "me" });
  expect(await store.get(["k"])).toHaveLength(1);
  await expect(open("local")).rejects.toThrow(expect.objectContaining({ code: "unavailable" }));
});

test("a pointer that a dying process left empty does not lock the others out", async () => {
  mkdirSync(bus());
  writeFileSync(join(bus(), "generation-1"), "");
  const store = await open();
  await store.put({ key: "k", value: 1, by: "me" });
  expect(existsSync(join(bus(), "generation-2"))).toBe(true);
});

test("an event that cannot be decoded is passed over and counted", async () => {
  const store = await open();
  const cursor = await store.head();
  await store.put({ key: "a", value: 1, by: "me" });
  await store.put({ key: "b", value: 1, by: "me" });
  const db = new Sqlite((await store.status()).path ?? "");
  db.exec("UPDATE events SET data = '{broken' WHERE key = 'a'");
  db.close();
  expect((await store.read({ cursor, limit: 10 })).events).toMatchObject([{ key: "b" }]);
  expect((await store.status()).skippedEvents).toBe(1);
});

test("a lock held by another process is waited for", async () => {
  const store = await open();
  const db = new Sqlite((await store.status()).path ?? "");
  db.exec("BEGIN IMMEDIATE");
  let done = false;
  const writing = store.put({ key: "k", value: 1, by: "me" }).then(() => (done = true));
  await store.get(["k"]);
  expect(done).toBe(false);
  db.exec("COMMIT");
  db.close();
  await writing;
  expect(await store.get(["k"])).toHaveLength(1);
});
