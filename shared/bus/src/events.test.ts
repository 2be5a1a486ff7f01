import { expect, test } from "vitest";
import { problemWith } from "./event-schemas.ts";
import { type BusEvent, EVENT_TYPES, HAPPENING_TYPES, isWanted, STATE_EVENTS } from "./events.ts";

/** Data that no schema accepts. */
const alien = (type: string): BusEvent => ({ type, data: { alien: 1 } }) as unknown as BusEvent;

test("every type that is published has a schema of its own, and the store's own types have none", () => {
  for (const type of EVENT_TYPES) {
    const own = (STATE_EVENTS as readonly string[]).includes(type);
    expect(problemWith(alien(type))).toMatch(own ? "not one of the published" : "does not fit");
  }
});

test("what happens is the store's own events and what a server publishes", () => {
  expect(HAPPENING_TYPES).toEqual([...STATE_EVENTS, "testing.run_finished"]);
});

test("types are asked for by name or by family", () => {
  expect(isWanted("testing.run_finished", undefined)).toBe(true);
  expect(isWanted("testing.run_finished", ["jobs.*", "testing.*"])).toBe(true);
  expect(isWanted("testing.run_finished", ["testing.run"])).toBe(false);
  expect(isWanted("testings.run", ["testing.*"])).toBe(false);
});
