import { defineResource } from "@quartet/core";
import type { Context } from "../context.ts";
import { compactTable } from "../schema/compact.ts";

export const schemaMap = defineResource<Context>({
  uri: "schema://map",
  name: "schema",
  title: "Schema map",
  description: "Every table of the database with columns, keys, foreign keys and row counts.",
  mimeType: "application/json",
  async read(_params, { context, signal }) {
    const tables = await context.connections.get().readTables(signal);
    return JSON.stringify(tables.map((table) => compactTable(table, tables, "columns")));
  },
});
