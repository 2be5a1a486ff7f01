import { expect, test } from "vitest";
import { openStore } from "./open-store.ts";
import { testStore } from "./store.contract.ts";
import { KEPT_EVENTS } from "./store-under-test.fixture.ts";
import { MemorySource } from "./sqlite/source.ts";
import { SqliteStore } from "./sqlite/sqlite-store.ts";

testStore("memory", async () => {
  const { default: sqlite } = await import("better-sqlite3");
  const source = new MemorySource(sqlite);
  let nowMs = Date.parse("2026-11-28T12:00:00Z");
  const options = { kind: "memory", now: () => nowMs, keptEvents: KEPT_EVENTS } as const;
  const store = new SqliteStore(source, { ...options, namespace: "one" });
  return {
    store,
    neighbour: new SqliteStore(source, { ...options, namespace: "two" }),
    tick: (ms) => void (nowMs += ms),
    close: () => store.close(),
  };
});

test("says that nobody else sees it", async () => {
  const store = await openStore({ kind: "memory", home: "/nowhere", namespace: "one" });
  expect(store).toMatchObject({ kind: "memory", scope: "this process only" });
  expect(store.degraded).toBeUndefined();
  await store.close();
});
