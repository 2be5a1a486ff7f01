import fc from "fast-check";
import { expect, test } from "vitest";
import { growth, timeGrowth } from "./counters.ts";

const total = fc.nat({ max: Number.MAX_SAFE_INTEGER });

test("growth of a counter that goes on is the difference", () => {
  fc.assert(
    fc.property(total, fc.nat(), (earlier, by) => {
      const start = Math.min(earlier, Number.MAX_SAFE_INTEGER - by);
      expect(growth(start, start + by)).toBe(by);
    }),
  );
});

test("growth is never negative and never more than the counter can have grown", () => {
  fc.assert(
    fc.property(total, total, (earlier, later) => {
      const grown = growth(earlier, later) ?? -1;
      expect(grown).toBeGreaterThanOrEqual(0);
      expect(grown).toBeLessThanOrEqual(Math.max(later, 2 ** 31));
    }),
  );
});

test("a 32-bit counter that turned over has grown by what is between", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 - 1 }), fc.integer({ min: 0, max: 2 ** 30 - 1 }), (before, after) => {
      expect(growth(2 ** 32 - before, after)).toBe(before + after);
    }),
  );
});

test("a counter that began anew has grown by what it shows", () => {
  expect(growth(5_000, 120)).toBe(120);
  expect(growth(2 ** 40, 120)).toBe(120);
});

test("what is unknown on one side stays unknown", () => {
  expect(growth(undefined, 3)).toBeUndefined();
  expect(growth(3, undefined)).toBeUndefined();
  expect(growth(Number.NaN, 3)).toBeUndefined();
});

test("times that slip back count as no time", () => {
  expect(timeGrowth(4.77, 4.75)).toBe(0);
});
