import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fails, KEPT_EVENTS, type StoreUnderTest } from "./store-under-test.fixture.ts";
import { formatRevision, parseRevision } from "./revision.ts";
import type { LogPage } from "./log-page.ts";
import type { Put, Receipt, Store } from "./store.ts";
import { waitForEvents } from "./wait-for-events.ts";

/** What every store must do with its log of events. */
export function testLog(open: () => Promise<StoreUnderTest>): void {
  let opened: StoreUnderTest;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    ({ store } = opened);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await opened.close();
  });

  const put = (key: string, value: unknown, more: Partial<Put> = {}): Promise<Receipt> =>
    store.put({ key, value, by: "me", ...more });
  const from = (cursor: string): Promise<LogPage> => store.read({ cursor, limit: 100 });

  test("every write is the next step of one order, and a failed one takes no step", async () => {
    const start = parseRevision(await store.head(), "cursor");
    await put("a", 1);
    await expect(put("a", 1, { expect: "absent" })).rejects.toThrow(fails("conflict"));
    await store.append({ type: "testing.run_finished", by: "me", data: { n: 1 } });
    await store.remove({ key: "a", by: "me" });
    const { events } = await from(formatRevision(start.epoch, start.sequence));
    expect(events.map((event) => event.sequence)).toEqual([1, 2, 3].map((n) => start.sequence + n));
    expect(events.map((event) => event.type)).toEqual(["context.stored", "testing.run_finished", "context.deleted"]);
  });

  test("writes asked for at once keep the order in which they were asked for", async () => {
    const before = await store.head();
    await Promise.all(Array.from({ length: 50 }, (_, n) => put(`k${n}`, n)));
    const { events } = await from(before);
    expect(events.map((event) => event.key)).toEqual(Array.from({ length: 50 }, (_, n) => `k${n}`));
  });

  test("reads page by page without loss or repetition, and filters by type and key", async () => {
    const before = await store.head();
    for (let n = 0; n < 10; n++) await put(`key/${n % 2}`, n);
    await store.append({ type: "testing.run_finished", by: "t", data: {} });
    const pages: number[] = [];
    for (let page = await store.read({ cursor: before, limit: 4 }); page.events.length > 0;) {
      pages.push(...page.events.map((event) => event.sequence));
      page = await store.read({ cursor: page.cursor, limit: 4 });
    }
    expect(pages).toEqual(Array.from({ length: 11 }, (_, n) => (pages[0] ?? 0) + n));
    const only = async (filter: object): Promise<number> =>
      (await store.read({ cursor: before, limit: 100, ...filter })).events.length;
    expect(await only({ keyPattern: "*/1" })).toBe(5);
    expect(await only({ types: ["testing.*"] })).toBe(1);
    expect(await only({ types: ["context.stored"], keyPattern: "key/0" })).toBe(5);
  });

  test("the cursor moves past events that do not match", async () => {
    const before = await store.head();
    await put("k", 1);
    const page = await store.read({ cursor: before, limit: 10, types: ["jobs.*"] });
    expect(page).toEqual({ events: [], cursor: await store.head() });
  });

  test("a cursor whose next events are gone is told of the gap, once", async () => {
    const before = await store.head();
    for (let n = 0; n < KEPT_EVENTS * 2; n++) await put("k", n);
    const page = await from(before);
    const first = page.events[0]?.sequence ?? 0;
    const asked = parseRevision(before, "cursor").sequence + 1;
    expect(page.gap).toEqual({ from: asked, to: first - 1 });
    expect(first).toBeGreaterThan(asked);
    expect((await from(page.cursor)).gap).toBeUndefined();
    const { events } = await store.status();
    expect(events).toBeGreaterThanOrEqual(KEPT_EVENTS);
    expect(events).toBeLessThan(KEPT_EVENTS * 2);
  });

  test("a cursor of another epoch or from the future is told of the reset and reads on from the oldest event", async () => {
    await put("k", 1);
    const head = parseRevision(await store.head(), "cursor");
    const foreign = await from(formatRevision("0123456789ab", 1));
    expect(foreign).toMatchObject({
      reset: "epoch",
      events: [{ type: "context.stored" }],
      cursor: await store.head(),
    });
    expect(await from(formatRevision(head.epoch, head.sequence + 5))).toMatchObject({ reset: "future" });
    await expect(from("nonsense")).rejects.toThrow(fails("invalid_input"));
  });

  test("namespaces share neither values nor events nor cursors", async () => {
    const before = await opened.neighbour.head();
    const { revision } = await put("k", 1, { operationId: "op" });
    expect(await opened.neighbour.get(["k"])).toEqual([]);
    expect((await opened.neighbour.read({ cursor: before, limit: 10 })).events).toEqual([]);
    expect(await opened.neighbour.put({ key: "k", value: 2, by: "n", operationId: "op" })).toMatchObject({
      replayed: false,
    });
    expect(await opened.neighbour.read({ cursor: revision, limit: 10 })).toMatchObject({ reset: "epoch" });
  });

  test("an order of events does not depend on the clock", async () => {
    const before = await store.head();
    await put("first", 1);
    opened.tick(-60_000);
    await put("second", 1);
    const { events } = await from(before);
    expect(events.map((event) => event.key)).toEqual(["first", "second"]);
    expect((events[0]?.atMs ?? 0) - (events[1]?.atMs ?? 0)).toBe(60_000);
  });

  test("a wait ends with the event it waits for", async () => {
    const cursor = await store.head();
    const waiting = waitForEvents(
      store,
      { cursor, limit: 10, keyPattern: "wanted" },
      { timeoutMs: 60_000, signal: new AbortController().signal },
    );
    await put("other", 1);
    await put("wanted", 1);
    expect((await waiting).events).toMatchObject([{ key: "wanted" }]);
  });

  test("a wait without news ends with its time, and one for news already there at once", async () => {
    const cursor = await store.head();
    const { signal } = new AbortController();
    expect(await waitForEvents(store, { cursor, limit: 1 }, { timeoutMs: 1, signal })).toEqual({
      events: [],
      cursor,
    });
    await put("k", 1);
    const page = await waitForEvents(store, { cursor, limit: 1 }, { timeoutMs: 60_000, signal });
    expect(page.events).toHaveLength(1);
  });

  test("a change between a look at the log and the wait for the next is not missed", async () => {
    // Without the poll that would find it in the end.
    vi.useFakeTimers({ toFake: ["setInterval"] });
    const cursor = await store.head();
    const read = vi.fn<Store["read"]>((request) => store.read(request));
    read.mockImplementationOnce(async (request) => {
      const page = await store.read(request);
      await put("k", 1);
      return page;
    });
    const racing = withMethods(store, { read, onChange: (listener) => store.onChange(listener) });
    const { signal } = new AbortController();
    const page = await waitForEvents(racing, { cursor, limit: 1 }, { timeoutMs: 60_000, signal });
    expect(page.events).toMatchObject([{ key: "k" }]);
  });

  test("a cancelled wait is over at once and leaves no listener", async () => {
    let listeners = 0;
    const counted = withMethods(store, {
      read: (request) => store.read(request),
      onChange: (listener) => {
        const stop = store.onChange(listener);
        listeners++;
        return () => {
          listeners--;
          stop();
        };
      },
    });
    const cursor = await store.head();
    const stop = new AbortController();
    const waits = Array.from({ length: 100 }, () =>
      waitForEvents(counted, { cursor, limit: 1 }, { timeoutMs: 60_000, signal: stop.signal }),
    );
    await delay(0);
    expect(listeners).toBe(100);
    stop.abort(new Error("enough"));
    const ended = await Promise.allSettled(waits);
    expect(ended.map((one) => one.status === "rejected" && String(one.reason))).toEqual(
      Array.from({ length: 100 }, () => "Error: enough"),
    );
    expect(listeners).toBe(0);
  });
}

/** The store with some methods of the test's own. */
function withMethods(store: Store, methods: Pick<Store, "read" | "onChange">): Store {
  return Object.assign(Object.create(store), methods);
}
