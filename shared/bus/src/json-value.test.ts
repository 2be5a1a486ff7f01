import fc from "fast-check";
import { expect, test } from "vitest";
import { toJsonText } from "./json-value.ts";

const limit = { field: "value", maxBytes: 1_000 };

test("any JSON value comes back as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = toJsonText(value, { field: "value", maxBytes: 1e9 });
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("a value beyond the limit is refused with its size and the limit", () => {
  expect(() => toJsonText("é".repeat(500), limit)).toThrow("value has 1002 bytes as JSON; the limit is 1000.");
});

test("what is not JSON is refused", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  for (const value of [undefined, () => 1, 10n, { big: 10n }, cycle]) {
    expect(() => toJsonText(value, limit)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  }
});

function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}

test("64 levels are accepted and 65 are not", () => {
  expect(toJsonText(nested(64), limit)).toHaveLength(128);
  expect(() => toJsonText(nested(66), limit)).toThrow("nests deeper than 64 levels");
});
