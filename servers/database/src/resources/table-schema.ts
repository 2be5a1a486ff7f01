import { defineResource } from "@quartet/core";
import type { Context } from "../context.ts";
import { incomingKeys } from "../schema/compact.ts";
import { findTable } from "../schema/find-table.ts";

const MAX_LISTED = 500;

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
  async list({ context, signal, log }) {
    try {
      const tables = await context.connections.get().readTables(signal);
      return tables
        .slice(0, MAX_LISTED)
        .map(({ name }) => ({ uri: `schema://tables/${encodeURIComponent(name)}`, name }));
    } catch (error) {
      // A database out of reach has no tables to list; the tools say why.
      log.warn({ err: error }, "the tables cannot be listed");
      return [];
    }
  },
});
