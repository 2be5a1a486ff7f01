import { type Call, defineTool, toToolError } from "@quartet/core";
import * as z from "zod";
import type { Connector, SampleValues } from "../connectors/connector.ts";
import type { Context } from "../context.ts";
import { Cell, Column, ForeignKey, IncomingKey, Index, RowCount, TableKind } from "../models.ts";
import { incomingKeys } from "../schema/compact.ts";
import { findTable } from "../schema/find-table.ts";

/** Keys, indexes and the query of a view are not paged; each gets this share of an answer, the columns the rest. */
const SHARE_OF_ANSWER = 1 / 10;
const SAMPLE_WITHIN_MS = 2_000;
/** As opposed to those of the database, which concern the whole answer. */
const PROBLEMS_OF_A_VIEW: ReadonlySet<string> = new Set(["invalid_input", "too_large", "cancelled"]);

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
    noSamples: z.string().optional().describe("Why there are no samples"),
    columns: z.array(Column.extend({ samples: z.array(Cell) })),
  }),
  async run(input, { context, signal, offset, maxBytes }: Call<Context>) {
    const connector = context.connections.get();
    const tables = await connector.readTables(signal);
    const table = findTable(tables, input.table);
    const { samples, ...problem } = await sample(connector, table.name, signal);
    const share = Math.floor(maxBytes * SHARE_OF_ANSWER);
    return {
      table: table.name,
      kind: table.kind,
      ...(table.rows === undefined ? {} : { rows: table.rows }),
      primaryKey: itemsThatFit(table.primaryKey, share),
      foreignKeys: itemsThatFit(table.foreignKeys, share),
      referencedBy: itemsThatFit(incomingKeys(table, tables), share),
      indexes: itemsThatFit(table.indexes, share),
      ...(table.definition === undefined ? {} : { definition: table.definition.slice(0, share) }),
      total: table.columns.length,
      ...problem,
      columns: table.columns.slice(offset).map((column) => withSamples(column, samples)),
    };
  },
});

/** Samples are an extra: a view whose query fails or takes long is described without them. */
async function sample(
  connector: Connector,
  table: string,
  signal: AbortSignal,
): Promise<{ samples: SampleValues; noSamples?: string }> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(SAMPLE_WITHIN_MS)]);
    return { samples: await connector.sampleValues(table, inTime) };
  } catch (error) {
    const { code, message } = toToolError(error);
    if (signal.aborted || !PROBLEMS_OF_A_VIEW.has(code)) throw error;
    return { samples: {}, noSamples: code === "cancelled" ? "Reading rows takes too long." : message };
  }
}

function withSamples(column: Column, samples: SampleValues): Column & { samples: Cell[] } {
  return { ...column, samples: (Object.hasOwn(samples, column.name) && samples[column.name]) || [] };
}

function itemsThatFit<Item>(items: readonly Item[], maxBytes: number): Item[] {
  let bytesLeft = maxBytes;
  return items.filter((item) => {
    bytesLeft -= Buffer.byteLength(JSON.stringify(item)) + 1;
    return bytesLeft >= 0;
  });
}
