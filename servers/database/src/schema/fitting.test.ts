import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countOmitted, itemsThatFit, textThatFits } from "./fitting.ts";

describe("itemsThatFit", () => {
  test("goes on behind an item that is too big", () => {
    expect(itemsThatFit(["a", "x".repeat(100), "b"], 20)).toEqual(["a", "b"]);
  });

  test("never takes more than there is room for", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(200), (items, maxBytes) => {
        const kept = itemsThatFit(items, maxBytes);
        expect(kept.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(kept)) - 1).toBeLessThanOrEqual(maxBytes);
      }),
    );
  });
});

test("countOmitted names the lists of which something is missing", () => {
  expect(countOmitted({ a: [1, 2, 3], b: [1] }, { a: [1], b: [1] })).toEqual({ a: 2 });
  expect(countOmitted({ a: [1], b: [] }, { a: [1], b: [] })).toBeUndefined();
});

test("textThatFits keeps a short text whole and tells the length of a long one", () => {
  expect(textThatFits("SELECT 1", 100)).toBe("SELECT 1");
  expect(textThatFits({ text: "SELECT 1", chars: 5_000 }, 100)).toEqual({ text: "SELECT 1", chars: 5_000 });
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 200, maxLength: 400 }), (text) => {
      const shown = textThatFits(text, 150);
      expect(shown).toMatchObject({ chars: text.length });
      expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(150);
    }),
  );
});
