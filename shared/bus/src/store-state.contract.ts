import { afterEach, beforeEach, expect, test } from "vitest";
import { fails, type StoreUnderTest } from "./store-under-test.fixture.ts";
import { formatRevision, parseRevision } from "./revision.ts";
import type { LogPage } from "./log-page.ts";
import type { Put, Receipt, Store } from "./store.ts";
import { type Updated, updateEntry } from "./update-entry.ts";

function patchIn(store: Store, key: string, revision?: string): Promise<Updated> {
  return updateEntry(store, { key, by: "me", patch: { a: 1 }, ...(revision !== undefined && { expect: revision }) });
}

/** What every store must do with values. */
export function testState(open: () => Promise<StoreUnderTest>): void {
  let opened: StoreUnderTest;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    ({ store } = opened);
  });
  afterEach(() => opened.close());

  const put = (key: string, value: unknown, more: Partial<Put> = {}): Promise<Receipt> =>
    store.put({ key, value, by: "me", ...more });
  const from = (cursor: string): Promise<LogPage> => store.read({ cursor, limit: 100 });

  test("gives back what was put, with who, when and how large", async () => {
    const { revision } = await put("a/b", { n: [1, null, "é"] }, { tags: ["x", "w", "x"] });
    const [entry] = await store.get(["a/b"]);
    expect(entry).toMatchObject({ key: "a/b", value: { n: [1, null, "é"] }, revision, by: "me", tags: ["w", "x"] });
    expect(entry).toMatchObject({ sizeBytes: 19, createdAtMs: entry?.updatedAtMs });
    expect(await store.get(["missing", "a/b"])).toHaveLength(1);
  });

  test("says whether a value is new, and keeps the time of its making", async () => {
    expect(await put("k", 1)).toMatchObject({ created: true });
    opened.tick(5);
    expect(await put("k", 2)).toMatchObject({ created: false });
    const [entry] = await store.get(["k"]);
    expect((entry?.updatedAtMs ?? 0) - (entry?.createdAtMs ?? 0)).toBe(5);
  });

  test("compare-and-set lets only the holder of the current revision write", async () => {
    const first = await put("k", 1, { expect: "absent" });
    await expect(put("k", 2, { expect: "absent" })).rejects.toThrow(fails("conflict"));
    const second = await put("k", 2, { expect: first.revision });
    await expect(put("k", 3, { expect: first.revision })).rejects.toThrow(second.revision);
    await expect(store.remove({ key: "k", by: "me", expect: first.revision })).rejects.toThrow(fails("conflict"));
    expect((await store.get(["k"]))[0]?.value).toBe(2);
  });

  test("a revision from before a delete is not valid for the entry made anew", async () => {
    const { revision } = await put("k", 1);
    await store.remove({ key: "k", by: "me" });
    await expect(put("k", 2, { expect: revision })).rejects.toThrow(fails("conflict"));
    await put("k", 1);
    await expect(put("k", 2, { expect: revision })).rejects.toThrow(fails("conflict"));
  });

  test("a revision of another epoch never holds, even with the right sequence", async () => {
    const { sequence } = parseRevision((await put("k", 1)).revision, "revision");
    await expect(put("k", 2, { expect: formatRevision("0123456789ab", sequence) })).rejects.toThrow(fails("conflict"));
    await expect(put("k", 2, { expect: "garbage" })).rejects.toThrow(fails("invalid_input"));
  });

  test("an operation id has its effect once", async () => {
    const before = await store.head();
    const first = await put("k", 1, { operationId: "op" });
    await put("k", 2);
    expect(await put("k", 1, { operationId: "op" })).toEqual({ ...first, replayed: true });
    expect((await store.get(["k"]))[0]?.value).toBe(2);
    expect((await from(before)).events).toHaveLength(2);
  });

  test("an operation id is refused for another request, and removal is remembered as well", async () => {
    await put("k", { a: 1, b: 2 }, { operationId: "op" });
    expect(await put("k", { b: 2, a: 1 }, { operationId: "op" })).toMatchObject({ replayed: true });
    await expect(put("k", 9, { operationId: "op" })).rejects.toThrow(fails("conflict"));
    const removal = { key: "k", by: "me", operationId: "gone" };
    const removed = await store.remove(removal);
    await put("k", 3);
    expect(await store.remove(removal)).toEqual({ ...removed, replayed: true });
    expect((await store.get(["k"]))[0]?.value).toBe(3);
  });

  test("a value whose time is up is gone, leaves one event, and a clock set back does not bring it back", async () => {
    const { expiresAtMs } = await put("k", 1, { ttlMs: 1_000 });
    await put("stays", 1);
    const before = await store.head();
    opened.tick(999);
    expect((await store.get(["k"]))[0]?.expiresAtMs).toBe(expiresAtMs);
    opened.tick(1);
    expect(await store.get(["k"])).toEqual([]);
    opened.tick(-5_000);
    expect(await store.get(["k"])).toEqual([]);
    expect((await store.list({ offset: 0, limit: 10 })).total).toBe(1);
    expect((await from(before)).events).toMatchObject([{ type: "context.expired", key: "k" }]);
  });

  test("a failed write does not undo an expiry", async () => {
    const { revision } = await put("k", 1, { ttlMs: 10 });
    opened.tick(10);
    await expect(put("k", 2, { expect: revision })).rejects.toThrow(fails("conflict"));
    opened.tick(-10);
    expect(await store.get(["k"])).toEqual([]);
  });

  test("lists by tag, pattern and words, in the order of keys, with the total", async () => {
    await put("plan/b", { text: "GRÖSSE of the cart" }, { tags: ["plan", "shop"] });
    await put("plan/a", 'other "b"', { tags: ["plan"] });
    await put("note", "cart");
    const keys = async (query: object): Promise<string[]> =>
      (await store.list({ offset: 0, limit: 10, ...query })).entries.map((entry) => entry.key);
    expect(await keys({})).toEqual(["note", "plan/a", "plan/b"]);
    expect(await keys({ tags: ["plan", "shop"] })).toEqual(["plan/b"]);
    expect(await keys({ pattern: "plan/*" })).toEqual(["plan/a", "plan/b"]);
    expect(await keys({ pattern: "plan/%" })).toEqual([]);
    expect(await keys({ search: "größe  Cart" })).toEqual([]);
    expect(await keys({ search: "grösse  Cart" })).toEqual(["plan/b"]);
    expect(await keys({ search: '"b"' })).toEqual(["plan/a"]);
    expect(await keys({ search: '"plan"' })).toEqual([]);
    expect(await keys({ offset: 1, limit: 1 })).toEqual(["plan/a"]);
    expect((await store.list({ offset: 2, limit: 1 })).total).toBe(3);
  });

  test("refuses keys, tags, values and times to live outside the limits, and changes nothing", async () => {
    const before = await store.head();
    for (const key of ["", " ", "a b", "{k}", "*", "é", "a\0", "-x", "k".repeat(201)]) {
      await expect(put(key, 1)).rejects.toThrow(fails("invalid_input"));
    }
    await expect(put("k", 1, { tags: ["a b"] })).rejects.toThrow(fails("invalid_input"));
    await expect(put("k", "x".repeat(262_143))).rejects.toThrow(fails("too_large"));
    for (const ttlMs of [0, -1, Number.NaN, 1.5, 1e12]) {
      await expect(put("k", 1, { ttlMs })).rejects.toThrow(fails("invalid_input"));
    }
    const large = { type: "jobs.finished", by: "me", data: "x".repeat(5_000) };
    await expect(store.append(large)).rejects.toThrow(fails("too_large"));
    expect(await store.head()).toBe(before);
  });

  test("patches of many writers all take effect, each once, and keep tags and time to live", async () => {
    const { expiresAtMs } = await put("k", {}, { tags: ["t"], ttlMs: 60_000 });
    const patch = (n: number): Promise<Updated> =>
      updateEntry(store, { key: "k", by: "me", patch: { [`m${n}`]: n }, operationId: `op${n}` });
    await Promise.all(Array.from({ length: 20 }, (_, n) => patch(n % 10)));
    const [entry] = await store.get(["k"]);
    expect(Object.keys(entry?.value as object)).toHaveLength(10);
    expect(entry).toMatchObject({ tags: ["t"], expiresAtMs });
    expect((await store.status()).head).toBe(entry?.revision);
  });

  test("a patch needs an object to go into, and a revision that holds", async () => {
    await put("list", [1]);
    await expect(patchIn(store, "list")).rejects.toThrow(fails("invalid_input"));
    await expect(patchIn(store, "lst")).rejects.toThrow(
      expect.objectContaining({ code: "not_found", hint: 'Did you mean "list"?' }),
    );
    const { revision } = await put("k", { a: 0 });
    await put("k", { a: 5 });
    await expect(patchIn(store, "k", revision)).rejects.toThrow(fails("conflict"));
  });

  test("status counts what there is", async () => {
    await put("a", 1);
    await put("b", 1, { by: "other" });
    const status = await store.status();
    expect(status).toMatchObject({ entries: 2, events: 2, head: await store.head(), skippedEvents: 0 });
    expect(status.writers).toEqual(["other", "me"]);
    expect(status.sizeBytes).toBeGreaterThan(0);
  });

  test("a closed store says so", async () => {
    await store.close();
    await expect(store.head()).rejects.toThrow(fails("unavailable"));
  });
}
