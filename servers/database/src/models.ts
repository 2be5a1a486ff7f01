import * as z from "zod";

/** Text, or of a long one the beginning with the length of the whole. */
export const ShortenedText = z.union([z.string(), z.object({ text: z.string(), chars: z.int() })]);
export type ShortenedText = z.output<typeof ShortenedText>;

/**
 * One value of a result. Whole numbers beyond 2^53 and infinities come as strings, since JSON numbers would change
 * them; long text and binary values come shortened, with their full size.
 */
export const Cell = z.union([
  z.null(),
  z.number(),
  z.string(),
  z.object({ text: z.string(), chars: z.int() }),
  z.object({ base64: z.string(), bytes: z.int() }),
]);
export type Cell = z.output<typeof Cell>;

export const ResultColumn = z.object({
  name: z.string(),
  /** As declared; for an expression, the type of its first value on the page. */
  type: z.string().optional(),
});
export type ResultColumn = z.output<typeof ResultColumn>;

export const TableKind = z.enum(["table", "view", "virtual"]);
export type TableKind = z.output<typeof TableKind>;

export const Column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  default: z.string().optional(),
  generated: z.boolean().optional(),
});
export type Column = z.output<typeof Column>;

export const ForeignKey = z.object({
  columns: z.array(z.string()),
  table: z.string(),
  references: z.array(z.string()),
  onDelete: z.string().optional(),
});
export type ForeignKey = z.output<typeof ForeignKey>;

export const IncomingKey = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  references: z.array(z.string()),
});
export type IncomingKey = z.output<typeof IncomingKey>;

export const Index = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  unique: z.boolean(),
  partial: z.boolean().optional(),
});
export type Index = z.output<typeof Index>;

/** How many rows a table holds: counted, or estimated where counting would be slow. */
export const RowCount = z.object({ count: z.int(), exact: z.boolean() });
export type RowCount = z.output<typeof RowCount>;

/** A table, view or virtual table with everything that helps to write a query on it. */
export const Table = z.object({
  name: z.string(),
  kind: TableKind,
  columns: z.array(Column),
  primaryKey: z.array(z.string()),
  foreignKeys: z.array(ForeignKey),
  indexes: z.array(Index),
  rows: RowCount.optional(),
  /** The query behind a view. */
  definition: ShortenedText.optional(),
});
export type Table = z.output<typeof Table>;

export const Engine = z.enum(["sqlite"]);
export type Engine = z.output<typeof Engine>;

/** What is known of a connection, whether or not it works. */
export const ConnectionState = z.object({
  name: z.string(),
  state: z.enum(["ready", "unavailable"]),
  engine: Engine.optional(),
  version: z.string().optional(),
  sizeBytes: z.int().optional(),
  tables: z.int().optional(),
  views: z.int().optional(),
  readOnly: z.boolean(),
  posture: z.string().optional().describe("How reading only is enforced"),
  problem: z.string().optional(),
  hint: z.string().optional(),
});
export type ConnectionState = z.output<typeof ConnectionState>;
