import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { Cell, Column, ForeignKey, IncomingKey, Index, RowCount, TableKind } from "../models.ts";
import { incomingKeys } from "../schema/compact.ts";
import { findTable } from "../schema/find-table.ts";

/** Keys and indexes are not paged; more of them than this help nobody. */
const MAX_KEYS = 30;

export const describeTable = defineTool({
  name: "describe_table",
  title: "Describe a table",
  description:
    "Everything about one table or view: columns with types and sample values, primary key, foreign keys in both directions, indexes, row count.",
  effect: "read",
  untrusted: true,
  list: "columns",
  input: z.object({ table: z.string().min(1).max(500).describe("Table or view name") }),
  output: z.object({
    table: z.string(),
    kind: TableKind,
    rows: RowCount.optional(),
    primaryKey: z.array(z.string()),
    foreignKeys: z.array(ForeignKey),
    referencedBy: z.array(IncomingKey),
    indexes: z.array(Index),
    definition: z.string().optional(),
    total: z.int().describe("Number of columns"),
    columns: z.array(Column.extend({ samples: z.array(Cell) })),
  }),
  async run(input, { context, signal, offset }: Call<Context>) {
    const connector = context.connections.get();
    const tables = await connector.readTables(signal);
    const { name, columns, foreignKeys, indexes, ...table } = findTable(tables, input.table);
    const samples = await connector.sampleValues(name, signal);
    return {
      table: name,
      ...table,
      foreignKeys: foreignKeys.slice(0, MAX_KEYS),
      referencedBy: incomingKeys({ name }, tables).slice(0, MAX_KEYS),
      indexes: indexes.slice(0, MAX_KEYS),
      total: columns.length,
      columns: columns
        .slice(offset)
        .map((column) => Object.assign({}, column, { samples: samples[column.name] ?? [] })),
    };
  },
});
