import { type Call, defineTool, toToolError } from "@quartet/core";
import * as z from "zod";
import type { Connector, SampleValues } from "../connectors/connector.ts";
import type { Context } from "../context.ts";
import {
  Cell,
  Column,
  ForeignKey,
  IncomingKey,
  Index,
  RowCount,
  ShortenedText,
  type Table,
  TableKind,
} from "../models.ts";
import { incomingKeys } from "../schema/compact.ts";
import { findTable } from "../schema/find-table.ts";
import { countOmitted, itemsThatFit, textThatFits } from "../schema/fitting.ts";

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
    definition: ShortenedText.optional(),
    omitted: z
      .partialRecord(z.enum(["primaryKey", "foreignKeys", "referencedBy", "indexes"]), z.int())
      .optional()
      .describe(
        "How many more a list holds than fit; run_query reads them from pragma_index_list and pragma_foreign_key_list",
      ),
    total: z.int().describe("Number of columns"),
    noSamples: z.string().optional().describe("Why there are no samples"),
    columns: z.array(Column.extend({ samples: z.array(Cell) })),
  }),
  async run(input, { context, signal, offset, maxBytes }: Call<Context>) {
    const connector = context.connections.get();
    const tables = await connector.readTables(signal);
    const table = findTable(tables, input.table);
    const { samples, ...problem } = await sample(connector, table.name, signal);
    return {
      table: table.name,
      kind: table.kind,
      ...(table.rows === undefined ? {} : { rows: table.rows }),
      ...keysAndIndexes(table, incomingKeys(table, tables), Math.floor(maxBytes * SHARE_OF_ANSWER)),
      total: table.columns.length,
      ...problem,
      columns: table.columns.slice(offset).map((column) => withSamples(column, samples)),
    };
  },
});

/** What is not paged, as far as it fits. A list that is cut says so, or it would be taken for the whole. */
function keysAndIndexes(table: Table, referencedBy: readonly IncomingKey[], share: number) {
  const { primaryKey, foreignKeys, indexes, definition } = table;
  const shown = {
    primaryKey: itemsThatFit(primaryKey, share),
    foreignKeys: itemsThatFit(foreignKeys, share),
    referencedBy: itemsThatFit(referencedBy, share),
    indexes: itemsThatFit(indexes, share),
  };
  const omitted = countOmitted({ primaryKey, foreignKeys, referencedBy, indexes }, shown);
  return {
    ...shown,
    ...(omitted === undefined ? {} : { omitted }),
    ...(definition === undefined ? {} : { definition: textThatFits(definition, share) }),
  };
}

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
