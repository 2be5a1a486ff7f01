import { defineResource } from "@quartet/core";
import type { Context } from "../context.ts";
import { compactTable } from "../schema/compact.ts";

/** A resource has no pages, so the map of a large schema ends here, and says so. */
const MAX_BYTES = 60_000;

export const schemaMap = defineResource<Context>({
  uri: "schema://map",
  name: "schema",
  title: "Schema map",
  description: "Every table of the database with columns, keys, foreign keys and row counts.",
  mimeType: "application/json",
  async read(_params, { context, signal }) {
    const tables = await context.connections.get().readTables(signal);
    const shown: string[] = [];
    let bytes = 0;
    for (const table of tables) {
      const text = JSON.stringify(compactTable(table, tables, { detail: "columns", maxBytes: MAX_BYTES }));
      bytes += Buffer.byteLength(text) + 1;
      if (bytes > MAX_BYTES) break;
      shown.push(text);
    }
    return `{"total":${tables.length},"truncated":${shown.length < tables.length},"tables":[${shown.join(",")}]}`;
  },
});
