import type { Logger } from "@quartet/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BusEvent } from "./events.ts";
import { openStore } from "./open-store.ts";
import { createPublisher } from "./publisher.ts";
import type { Store } from "./store.ts";

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: "memory", home: "", namespace: "n" });
});
afterEach(() => store.close());

const finished = (runId: string): BusEvent => ({
  type: "testing.run_finished",
  data: { runId, verdict: "passed", passed: 1, failed: 0, skipped: 0, durationMs: 5 },
});

function logger(): Logger {
  const write = vi.fn<Logger["warn"]>();
  return { debug: write, info: write, warn: write, error: write };
}

async function published(): Promise<readonly { readonly type: string; readonly data: unknown; readonly by: string }[]> {
  const head = await store.head();
  const page = await store.read({ cursor: head.replace(/:\d+$/, ":0"), limit: 10_000 });
  return page.events;
}

test("events come out in the order in which they were published", async () => {
  const publisher = createPublisher({ open: async () => store, source: "testing-qa" });
  for (let n = 0; n < 100; n++) publisher.publish(finished(String(n)));
  await expect.poll(async () => (await published()).length).toBe(100);
  const events = await published();
  expect(events.map((event) => (event.data as { runId: string }).runId)).toEqual(
    Array.from({ length: 100 }, (_, n) => String(n)),
  );
  expect(events[0]).toMatchObject({ type: "testing.run_finished", by: "testing-qa" });
  await publisher.close();
});

test("an event that fits no schema is let go, logged by its fields and never thrown", async () => {
  const log = logger();
  const publisher = createPublisher({ open: async () => store, source: "x", log });
  publisher.publish({
    type: "testing.run_finished",
    data: { runId: "secret-value", passed: -1 },
  } as unknown as BusEvent);
  publisher.publish({ type: "invented", data: {} } as unknown as BusEvent);
  publisher.publish({ type: "toString", data: {} } as unknown as BusEvent);
  await expect.poll(() => publisher.dropped).toBe(3);
  expect(JSON.stringify(vi.mocked(log.warn).mock.calls)).toContain("verdict, passed");
  expect(JSON.stringify(vi.mocked(log.warn).mock.calls)).not.toContain("secret-value");
  await publisher.close();
});

test("a store that cannot be opened costs the publisher nothing, and one that comes later gets what follows", async () => {
  const open = vi.fn<() => Promise<Store>>(async () => store).mockRejectedValueOnce(new Error("no disk"));
  const publisher = createPublisher({ open, source: "x", log: logger() });
  publisher.publish(finished("lost"));
  publisher.publish(finished("kept"));
  await expect.poll(async () => (await published()).length).toBe(1);
  expect(publisher.dropped).toBe(1);
  expect(open).toHaveBeenCalledTimes(2);
  await publisher.close();
});

test("a store that never answers costs a bounded queue and does not hold up the end", async () => {
  const publisher = createPublisher({ open: () => new Promise(() => undefined), source: "x", log: logger() });
  for (let n = 0; n < 1_500; n++) publisher.publish(finished(String(n)));
  expect(publisher.dropped).toBe(500);
  await publisher.close();
});
