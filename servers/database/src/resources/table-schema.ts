import { defineResource } from "@quartet/core";
import type { Context } from "../context.ts";
import { incomingKeys } from "../schema/compact.ts";
import { findTable } from "../schema/find-table.ts";

export const tableSchema = defineResource<Context>({
  template: "schema://tables/{table}",
  name: "table",
  title: "Table",
  description: "One table or view: columns, keys in both directions, indexes, row count.",
  mimeType: "application/json",
  async read({ table = "" }, { context, signal }) {
    const tables = await context.connections.get().readTables(signal);
    const found = findTable(tables, table);
    return JSON.stringify({ ...found, referencedBy: incomingKeys(found, tables) });
  },
  async list({ context, signal }) {
    const tables = await context.connections.get().readTables(signal);
    return tables.map(({ name }) => ({ uri: `schema://tables/${encodeURIComponent(name)}`, name }));
  },
});
