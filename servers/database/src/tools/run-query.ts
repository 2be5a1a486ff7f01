import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { Cell, ResultColumn } from "../models.ts";

/** Left for the names around the rows and for the cursor. */
const ENVELOPE_BYTES = 300;

const Parameter = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const runQuery = defineTool({
  name: "run_query",
  title: "Run a query",
  description:
    "Runs one SQL statement that only reads and returns its columns and rows. Changes are refused by the engine. Use params for values. To page with cursor, give the statement an ORDER BY. Long text and binary values come shortened with their size; integers beyond 2^53 come as strings.",
  effect: "read",
  untrusted: true,
  list: "rows",
  input: z.object({
    sql: z.string().min(1).max(100_000).describe("One SELECT, WITH, VALUES, EXPLAIN or reading PRAGMA"),
    params: z
      .union([z.array(Parameter).max(1_000), z.record(z.string(), Parameter)])
      .optional()
      .describe("Array for ?, object for :name"),
    limit: z.int().min(1).max(10_000).default(100).describe("Rows per page"),
  }),
  output: z.object({ columns: z.array(ResultColumn), rows: z.array(z.array(Cell)) }),
  async run({ sql, params, limit }, { context, signal, offset, maxBytes }: Call<Context>) {
    const request = {
      sql,
      ...(params === undefined ? {} : { params }),
      offset,
      maxRows: Math.min(limit, context.maxRows),
      maxBytes: maxBytes - ENVELOPE_BYTES,
    };
    return context.connections.get().runQuery(request, signal);
  },
});
