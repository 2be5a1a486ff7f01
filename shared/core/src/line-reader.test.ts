import fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";

function readAll(text: string, cuts: readonly number[], maxBytes: number): (string | undefined)[] {
  const bytes = Buffer.from(text);
  const reader = new LineReader(maxBytes);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).flatMap((end, index) => reader.push(bytes.subarray(at[index], end)));
}

test("lines come out whole however the bytes are cut", () => {
  const lines = fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", "")));
  fc.assert(
    fc.property(lines, fc.array(fc.nat()), (texts, cuts) => {
      const wire = texts.map((text) => `${text}\n`).join("");
      expect(readAll(wire, cuts, 10_000)).toEqual(texts);
    }),
  );
});

test("a line over the limit is reported once and the next one is read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 11, max: 500 }), fc.array(fc.nat()), (length, cuts) => {
      expect(readAll(`ok\n${"x".repeat(length)}\nalso ok\n`, cuts, 10)).toEqual(["ok", undefined, "also ok"]);
    }),
  );
});
