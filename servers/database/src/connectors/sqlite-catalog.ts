import type { Database } from "better-sqlite3";
import type { Cell, Column, ForeignKey, Index, RowCount, Table, TableKind } from "../models.ts";
import { encodeCell, encodeText, type EngineValue } from "./cell.ts";
import type { SampleValues } from "./connector.ts";
import type { EngineFacts } from "./sqlite-protocol.ts";

/** Tables up to this size are counted; beyond it an estimate has to do. */
const COUNTED_ROWS = 10_000;
const MAX_DEFINITION_CHARS = 2_000;
const MAX_DEFAULT_CHARS = 100;
const SAMPLED_ROWS = 200;
const SAMPLES_PER_COLUMN = 3;
const MAX_SAMPLE_CHARS = 60;

interface SchemaRow {
  readonly name: string;
  readonly type: "table" | "view" | "virtual";
  readonly sql: string | null;
}

/** Tables and views of the user: neither SQLite's own nor those that full-text and R-tree indexes keep for themselves. */
const USER_TABLES = `SELECT l.name, l.type, m.sql FROM pragma_table_list AS l JOIN sqlite_schema AS m ON m.name = l.name
  WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY l.name`;

export function readEngineFacts(database: Database): EngineFacts {
  const kinds = database.prepare<[], SchemaRow>(USER_TABLES).all();
  const version = database.prepare<[], string>("SELECT sqlite_version()").pluck().get() ?? "";
  const views = kinds.filter(({ type }) => type === "view").length;
  return { version, tables: kinds.length - views, views };
}

/** Reads the tables, and again only after another program has changed the file. */
export class Catalog {
  readonly #database: Database;
  #read: { readonly version: unknown; readonly tables: Table[] } | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  tables(): Table[] {
    // Before the tables: a change in between is then seen the next time.
    const version = this.#database.pragma("data_version", { simple: true });
    const known = this.#read;
    if (known !== undefined && known.version === version) return known.tables;
    const tables = readTables(this.#database);
    this.#read = { version, tables };
    return tables;
  }
}

export function readTables(database: Database): Table[] {
  const found = database.prepare<[], SchemaRow>(USER_TABLES).all();
  const estimates = readEstimates(database);
  return found.map((row) => readTable(database, row, estimates));
}

function readTable(database: Database, { name, type, sql }: SchemaRow, estimates: ReadonlyMap<string, number>): Table {
  const columns = readColumns(database, name);
  const rows = type === "table" ? countRows(database, name, estimates) : undefined;
  return {
    name,
    kind: type satisfies TableKind,
    columns: columns.map(({ column }) => column),
    primaryKey: columns
      .filter(({ key }) => key > 0)
      .toSorted((a, b) => a.key - b.key)
      .map(({ column }) => column.name),
    foreignKeys: readForeignKeys(database, name),
    indexes: readIndexes(database, name),
    ...(rows === undefined ? {} : { rows }),
    ...(type === "view" && sql !== null ? { definition: encodeText(sql, MAX_DEFINITION_CHARS) } : {}),
  };
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  readonly hidden: number;
}

/** `hidden` of `table_xinfo`: 1 marks columns of virtual tables that are no data. */
const HIDDEN = 1;

function readColumns(database: Database, table: string): { column: Column; key: number }[] {
  const rows = allOrNone<ColumnRow>(database, "SELECT * FROM pragma_table_xinfo(?)", table);
  return rows
    .filter(({ hidden }) => hidden !== HIDDEN)
    .map((row) => ({
      key: row.pk,
      column: {
        name: row.name,
        type: row.type,
        nullable: row.notnull === 0 && row.pk === 0,
        ...(row.dflt_value === null ? {} : { default: shorten(row.dflt_value) }),
        ...(row.hidden > HIDDEN ? { generated: true } : {}),
      },
    }));
}

interface ForeignKeyRow {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string | null;
  readonly on_delete: string;
}

function readForeignKeys(database: Database, table: string): ForeignKey[] {
  const rows = allOrNone<ForeignKeyRow>(database, "SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", table);
  return [...new Set(rows.map(({ id }) => id))].map((key) => {
    const parts = rows.filter(({ id }) => id === key);
    return joinParts(database, parts);
  });
}

/** The rows of one key, one for each of its columns. */
function joinParts(database: Database, parts: readonly ForeignKeyRow[]): ForeignKey {
  const named = parts.flatMap(({ to }) => (to === null ? [] : [to]));
  const { table = "", on_delete: onDelete = "" } = parts[0] ?? {};
  return {
    columns: parts.map(({ from }) => from),
    table,
    // Without names the key refers to the primary key of the other table.
    references: named.length > 0 ? named : primaryKeyOf(database, table),
    ...(onDelete === "NO ACTION" ? {} : { onDelete }),
  };
}

function primaryKeyOf(database: Database, table: string): string[] {
  const sql = "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk";
  return allOrNone<{ name: string }>(database, sql, table).map(({ name }) => name);
}

interface IndexRow {
  readonly name: string;
  readonly unique: number;
  readonly partial: number;
}

function readIndexes(database: Database, table: string): Index[] {
  const rows = allOrNone<IndexRow>(database, "SELECT * FROM pragma_index_list(?) ORDER BY name", table);
  return rows.map((row) => readIndex(database, row));
}

function readIndex(database: Database, { name, unique, partial }: IndexRow): Index {
  const sql = "SELECT name FROM pragma_index_info(?) ORDER BY seqno";
  const columns = allOrNone<{ name: string | null }>(database, sql, name).map((part) => part.name ?? "(expression)");
  return { name, columns, unique: unique === 1, ...(partial === 1 ? { partial: true } : {}) };
}

/** A view on a table that is gone makes SQLite fail for that view alone; the others must still be listed. */
function allOrNone<Row>(database: Database, sql: string, name: string): Row[] {
  try {
    return database.prepare<[string], Row>(sql).all(name);
  } catch (error) {
    if (isDamage(error)) throw error;
    return [];
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code !== "" && code !== "SQLITE_ERROR";
}

/** Row counts that ANALYZE left behind. */
function readEstimates(database: Database): ReadonlyMap<string, number> {
  const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get();
  if (known === undefined) return new Map();
  const rows = database.prepare<[], { tbl: string; stat: string }>("SELECT tbl, stat FROM sqlite_stat1").all();
  return new Map(rows.map(({ tbl, stat }) => [tbl, Number.parseInt(stat, 10)]));
}

function countRows(database: Database, table: string, estimates: ReadonlyMap<string, number>): RowCount | undefined {
  const from = `FROM ${quoteName(table)}`;
  const counted = numberOrNone(database, `SELECT count(*) FROM (SELECT 1 ${from} LIMIT ${COUNTED_ROWS + 1})`);
  if (counted === undefined) return undefined;
  if (counted <= COUNTED_ROWS) return { count: counted, exact: true };
  const estimate = estimates.get(table) ?? numberOrNone(database, `SELECT max(rowid) - min(rowid) + 1 ${from}`);
  return { count: Math.max(estimate ?? 0, counted), exact: false };
}

function numberOrNone(database: Database, sql: string): number | undefined {
  try {
    const value = database.prepare<[], number>(sql).pluck().get();
    return Number.isSafeInteger(value) ? value : undefined;
  } catch (error) {
    if (isDamage(error)) throw error;
    return undefined;
  }
}

/** A few different values of each column among the first rows, so that a caller sees formats and codes. */
export function readSamples(database: Database, table: string): SampleValues {
  const sql = `SELECT * FROM ${quoteName(table)} LIMIT ${SAMPLED_ROWS}`;
  const statement = database.prepare<[], EngineValue[]>(sql).raw(true).safeIntegers(true);
  const names = statement.columns().map(({ name }) => name);
  const samples = names.map(() => new Map<string, Cell>());
  for (const row of statement.iterate()) {
    row.forEach((value, at) => {
      const seen = samples[at];
      if (seen === undefined || value === null || seen.size === SAMPLES_PER_COLUMN) return;
      const cell = encodeCell(value, MAX_SAMPLE_CHARS);
      seen.set(JSON.stringify(cell), cell);
    });
  }
  return Object.fromEntries(names.map((name, at) => [name, [...(samples[at]?.values() ?? [])]]));
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function shorten(expression: string): string {
  return expression.length > MAX_DEFAULT_CHARS ? `${expression.slice(0, MAX_DEFAULT_CHARS)}…` : expression;
}
