import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { decodeCursor, encodeCursor, fitToBudget } from "./paging.ts";
import { defineTool } from "./tool.ts";

const rows = defineTool({
  name: "list_rows",
  title: "List rows",
  description: "Lists rows.",
  effect: "read",
  list: "rows",
  input: z.object({}),
  output: z.object({ rows: z.array(z.unknown()), total: z.number().optional() }),
  run: () => ({ rows: [] }),
});
const value = defineTool({ ...rows, name: "get_value", list: undefined as never, run: () => ({ rows: [] }) });

test("every answer fits the budget, is cut at whole items and loses none over the pages", () => {
  const items = fc.array(fc.string({ maxLength: 60 }), { maxLength: 80 });
  fc.assert(
    fc.property(items, fc.integer({ min: 400, max: 2_000 }), (all, maxBytes) => {
      const seen: unknown[] = [];
      let offset = 0;
      for (;;) {
        const page = fitToBudget(rows, { rows: all.slice(offset), total: all.length }, { maxBytes, offset, args: {} });
        expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(maxBytes);
        seen.push(...(page["rows"] as unknown[]));
        if (page["truncated"] === false) break;
        offset = decodeCursor(page["nextCursor"], rows.name, {});
      }
      expect(seen).toEqual(all);
    }),
  );
});

test("`more` from the tool becomes truncated with a cursor, and does not show", () => {
  const page = fitToBudget(rows, { rows: [1, 2], more: true }, { maxBytes: 500, offset: 10, args: {} });
  expect(page).toMatchObject({ rows: [1, 2], truncated: true });
  expect(page).not.toHaveProperty("more");
  expect(decodeCursor(page["nextCursor"], rows.name, {})).toBe(12);
});

test("a single item over the budget is refused with its size", () => {
  const long = { rows: ["x".repeat(1_000)] };
  const budget = { maxBytes: 500, offset: 0, args: {} };
  expect(() => fitToBudget(rows, long, budget)).toThrow(/10\d\d bytes/);
  expect(() => fitToBudget(value, long, budget)).toThrow(/the limit is 500/);
});

test("an answer that is too big around its items names a size over the limit", () => {
  const wide = { rows: ["x"], total: 1, columns: "y".repeat(600) };
  expect(() => fitToBudget(rows, wide, { maxBytes: 500, offset: 0, args: {} })).toThrow(/has [67]\d\d bytes/);
});

test("a cursor serves only the tool and arguments it was made for, whatever their order", () => {
  const cursor = encodeCursor(7, "list_rows", { a: 1, b: 2 });
  expect(decodeCursor(cursor, "list_rows", { b: 2, a: 1 })).toBe(7);
  for (const [tool, args] of [
    ["list_rows", { a: 1, b: 3 }],
    ["list_others", { a: 1, b: 2 }],
  ] as const) {
    expect(() => decodeCursor(cursor, tool, args)).toThrow(/cursor: does not belong/);
  }
  expect(() => decodeCursor("garbage", "list_rows", {})).toThrow(/cursor/);
});
