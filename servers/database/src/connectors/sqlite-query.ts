import type { Database, Statement } from "better-sqlite3";
import type { Cell, ResultColumn } from "../models.ts";
import { encodeRow, type EngineValue } from "./cell.ts";
import type { Parameter, Parameters, QueryPage, QueryRequest } from "./connector.ts";
import { Refusal } from "./sqlite-protocol.ts";
import { classifyStatement } from "./statement-kind.ts";

const MAX_NAME_CHARS = 200;
/** No single row takes more of a page, so that one wide row still leaves room for others. */
const ROW_SHARE = 1 / 2;

/** PRAGMAs that only read, in the form without a value. Those marked take the name of a table or index. */
const READING_PRAGMAS: Readonly<Record<string, "name" | "plain">> = {
  application_id: "plain",
  collation_list: "plain",
  compile_options: "plain",
  encoding: "plain",
  foreign_key_check: "name",
  foreign_key_list: "name",
  freelist_count: "plain",
  function_list: "plain",
  index_info: "name",
  index_list: "name",
  index_xinfo: "name",
  integrity_check: "name",
  module_list: "plain",
  page_count: "plain",
  page_size: "plain",
  pragma_list: "plain",
  quick_check: "name",
  schema_version: "plain",
  table_info: "name",
  table_list: "name",
  table_xinfo: "name",
  user_version: "plain",
};

/** Runs one statement that the engine itself says only reads, and encodes one page of its rows. */
export function runStatement(database: Database, request: QueryRequest): QueryPage {
  const statement = prepareReading(database, request.sql);
  const columns = statement.columns().map(({ name, type }) => toColumn(name, type));
  const roomBytes = request.maxBytes - Buffer.byteLength(JSON.stringify(columns.map(withLongestType)));
  if (roomBytes <= 0) throw new Refusal("ROW_TOO_WIDE", String(columns.length));
  const page = readPage(bindAndIterate(statement, request.params), request, roomBytes);
  return { columns: columns.map((column, at) => withType(column, at, page.values)), rows: page.rows, more: page.more };
}

/** An expression without an alias is named by its whole text. */
function toColumn(name: string, type: string | null): ResultColumn {
  const short = name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name;
  return type === null ? { name: short } : { name: short, type };
}

type Rows = Statement<unknown[], EngineValue[]>;

/** Compiles the statement and refuses all that is not one reading query. */
function prepareReading(database: Database, sql: string): Rows {
  if (sql.includes("\0")) throw new Refusal("NUL_CHARACTER");
  refuseByKind(sql);
  const statement = prepareOne(database, sql);
  if (!statement.readonly || !statement.reader) throw new Refusal("WRITES");
  return statement.raw(true).safeIntegers(true);
}

function refuseByKind(sql: string): void {
  const found = classifyStatement(sql);
  if (found.kind === "empty") throw new Refusal("EMPTY");
  if (found.kind === "other") throw new Refusal("NOT_A_QUERY", found.keyword);
  if (found.kind !== "pragma") return;
  const form = Object.hasOwn(READING_PRAGMAS, found.name) ? READING_PRAGMAS[found.name] : undefined;
  const allowed = form === "name" ? !found.assigned : form === "plain" && !found.assigned && !found.argument;
  if (!allowed) throw new Refusal("PRAGMA", found.name);
}

function prepareOne(database: Database, sql: string): Rows {
  try {
    return database.prepare<unknown[], EngineValue[]>(sql);
  } catch (error) {
    // The driver's own checks have no code, only a type.
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal(error.message.includes("more than one") ? "SEVERAL_STATEMENTS" : "EMPTY");
  }
}

function bindAndIterate(statement: Rows, params: Parameters | undefined): Iterable<EngineValue[]> {
  try {
    if (params === undefined) return statement.iterate();
    if (isPositions(params)) return iterateWithPositions(statement, params.map(bindable));
    return statement.iterate(bindNames(params));
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new Refusal("PARAMETERS", error.message);
    throw error;
  }
}

function isPositions(params: Parameters): params is readonly Parameter[] {
  return Array.isArray(params);
}

/** The driver takes `?1` and `?2` for names; when the values do not fit `?`, they are offered under their numbers. */
function iterateWithPositions(statement: Rows, values: readonly unknown[]): Iterable<EngineValue[]> {
  try {
    return statement.iterate(...values);
  } catch (error) {
    if (!(error instanceof RangeError) || !/\?\d/.test(statement.source)) throw error;
    return statement.iterate(Object.fromEntries(values.map((value, at) => [String(at + 1), value])));
  }
}

function bindNames(params: Readonly<Record<string, Parameter>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name.replace(/^[:@$?]/, ""), bindable(value)]),
  );
}

/** Whole numbers bind as integers: the driver would make every number a REAL, and `7 / ?` a fraction. */
function bindable(value: Parameter): string | number | bigint | null {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

interface PageOfRows {
  readonly rows: Cell[][];
  /** The first non-null value of each column, as the engine gave it. */
  readonly values: EngineValue[];
  readonly more: boolean;
}

function readPage(source: Iterable<EngineValue[]>, request: QueryRequest, roomBytes: number): PageOfRows {
  const rows: Cell[][] = [];
  const values: EngineValue[] = [];
  let passed = 0;
  let bytesLeft = roomBytes;
  for (const raw of source) {
    if (passed < request.offset) {
      passed += 1;
      continue;
    }
    if (rows.length === request.maxRows) return { rows, values, more: true };
    const { row, bytes } = encodeRow(raw, Math.floor(roomBytes * ROW_SHARE));
    if (bytes > bytesLeft && rows.length > 0) return { rows, values, more: true };
    bytesLeft -= bytes;
    rows.push(row);
    raw.forEach((value, at) => (values[at] ??= value));
  }
  return { rows, values, more: false };
}

function withType(column: ResultColumn, at: number, values: readonly EngineValue[]): ResultColumn {
  if (column.type !== undefined) return column;
  const type = typeName(values[at]);
  return type === undefined ? column : { ...column, type };
}

/** Expressions get their type from the rows, for which room must be left. */
function withLongestType(column: ResultColumn): ResultColumn {
  return { type: "INTEGER", ...column };
}

function typeName(value: EngineValue | undefined): string | undefined {
  if (typeof value === "bigint") return "INTEGER";
  if (typeof value === "number") return "REAL";
  if (typeof value === "string") return "TEXT";
  return value instanceof Uint8Array ? "BLOB" : undefined;
}
