import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cell } from "../models.ts";
import { encodeCell, encodeRow, type EngineValue } from "./cell.ts";

const value: fc.Arbitrary<EngineValue> = fc.oneof(
  fc.constant(null),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: "binary", maxLength: 5_000 }),
  fc.uint8Array({ maxLength: 5_000 }),
);

describe("encodeCell", () => {
  test.each<[EngineValue, unknown]>([
    [null, null],
    [9_007_199_254_740_991n, 9_007_199_254_740_991],
    [9_007_199_254_740_992n, "9007199254740992"],
    [-9_223_372_036_854_775_808n, "-9223372036854775808"],
    [0.1, 0.1],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    ["", ""],
    ["12345678", "12345678"],
    ["123456789", { text: "12345678", chars: 9 }],
    ["1234567😀", { text: "1234567", chars: 9 }],
    [new Uint8Array([1, 2]), { base64: "AQI=", bytes: 2 }],
    [new Uint8Array(100), { base64: "AAAAAAAA", bytes: 100 }],
  ])("turns %s into %j", (given, expected) => {
    expect(encodeCell(given, 8)).toEqual(expected);
  });

  test("gives what survives JSON and fits the schema, whatever the value", () => {
    fc.assert(
      fc.property(value, (given) => {
        const cell = encodeCell(given, 100);
        expect(Cell.parse(JSON.parse(JSON.stringify(cell)))).toEqual(JSON.parse(JSON.stringify(cell)));
      }),
    );
  });
});

describe("encodeRow", () => {
  test("never makes more JSON than allowed, or says that the row is too wide", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.integer({ min: 100, max: 5_000 }), (values, maxBytes) => {
        try {
          const { row, bytes } = encodeRow(values, maxBytes);
          expect(row).toHaveLength(values.length);
          expect(Buffer.byteLength(JSON.stringify(row))).toBe(bytes);
          expect(bytes).toBeLessThanOrEqual(maxBytes);
        } catch (error) {
          expect(error).toMatchObject({ code: "ROW_TOO_WIDE", message: String(values.length) });
        }
      }),
    );
  });

  test("leaves a row alone that fits", () => {
    expect(encodeRow(["a".repeat(2_000), 1n], 3_000).row).toEqual(["a".repeat(2_000), 1]);
  });
});
