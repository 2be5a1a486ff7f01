import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { compactTable } from "../schema/compact.ts";
import { findTables, type Match } from "../schema/match.ts";

/** More than fit into any answer, so that a schema of thousands is not described for nothing. */
const MAX_TABLES = 500;

const CompactTable = z.object({
  name: z.string(),
  kind: z.string().optional().describe("Set for views and virtual tables"),
  rows: z.int().optional(),
  rowsEstimated: z.boolean().optional(),
  columns: z.array(z.string()).optional().describe("name TYPE, PK, -> table.column of a foreign key"),
  indexes: z.array(z.string()).optional(),
  referencedBy: z.array(z.string()).optional(),
});

export const searchSchema = defineTool({
  name: "search_schema",
  title: "Search the schema",
  description:
    "Start here. Without query: a compact map of every table with columns, keys, foreign keys and row counts. With query: the tables and columns whose names resemble its words, best first.",
  effect: "read",
  untrusted: true,
  list: "tables",
  input: z.object({
    query: z.string().min(1).max(200).optional().describe("Words to find in table and column names; typos are fine"),
    detail: z
      .enum(["names", "columns", "full"])
      .default("columns")
      .describe("full adds defaults, NOT NULL, indexes, incoming keys"),
  }),
  output: z.object({ total: z.int(), tables: z.array(CompactTable) }),
  async run({ query, detail }, { context, signal, offset, maxBytes }: Call<Context>) {
    const tables = await context.connections.get().readTables(signal);
    const matches: Found[] = query === undefined ? tables.map((table) => ({ table })) : findTables(tables, query);
    const end = offset + MAX_TABLES;
    const page = matches.slice(offset, end).map(({ table, columns }) => {
      return compactTable(table, tables, { detail, maxBytes, only: columns });
    });
    return { total: matches.length, tables: page, more: end < matches.length };
  },
});

type Found = Pick<Match, "table" | "columns">;
