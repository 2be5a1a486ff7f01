import type { Cell, Engine, ResultColumn, Table } from "../models.ts";

/** A value bound to a parameter of a statement. */
export type Parameter = string | number | boolean | null;
/** By position for `?`, by name for `:name`, `@name` and `$name`. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;

export interface QueryRequest {
  readonly sql: string;
  readonly params?: Parameters;
  /** Rows to pass over first, when a caller continues an earlier page. */
  readonly offset: number;
  readonly maxRows: number;
  /** Bytes of JSON that all rows together may take; the first row is always returned, its cells shortened to fit. */
  readonly maxBytes: number;
}

export interface QueryPage {
  /** In order, duplicates kept, which is why rows are arrays. */
  readonly columns: ResultColumn[];
  readonly rows: Cell[][];
  /** True when the statement has further rows behind these. */
  readonly more: boolean;
}

/** What a connection is, as far as it can be said without reading any row. */
export interface ConnectionFacts {
  readonly version: string;
  readonly sizeBytes: number;
  readonly tables: number;
  readonly views: number;
  /** How reading only is enforced, in one sentence. */
  readonly posture: string;
}

/** Distinct values by column name. */
export type SampleValues = Record<string, Cell[]>;

/**
 * One database behind the same few methods, whatever its engine. Every method opens the database when needed, ends the
 * statement in the engine when `signal` aborts, and throws only `ToolError`, so that engine errors are translated here
 * and nowhere else.
 */
export interface Connector {
  /** The name callers know this connection by. */
  readonly name: string;
  readonly engine: Engine;
  /** Says what is there: version, size, number of tables, how reading only is enforced. */
  readFacts(signal: AbortSignal): Promise<ConnectionFacts>;
  /** Reads every table and view with its columns, keys, indexes and row count, ordered by name. */
  readTables(signal: AbortSignal): Promise<readonly Table[]>;
  /** Reads a few distinct values of each column of one table, named exactly as in `readTables`, shortened. */
  sampleValues(table: string, signal: AbortSignal): Promise<SampleValues>;
  /** Runs exactly one statement that cannot change anything, parameters bound, and returns one page of its rows. */
  runQuery(request: QueryRequest, signal: AbortSignal): Promise<QueryPage>;
  /** Ends every statement and gives up every process and handle; the connector is of no use afterwards. */
  close(): Promise<void>;
}
