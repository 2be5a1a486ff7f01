import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { databaseFile } from "./sqlite.fixture.ts";
import { openReadOnly } from "./sqlite-open.ts";
import { runStatement } from "./sqlite-query.ts";

const RUNS = 3_000 * Number(process.env["FUZZ_RUNS"] ?? 1);
vi.setConfig({ testTimeout: 600_000 });

/** What hides, splits, quotes or repeats words, between pieces of what could do harm. */
const JOINTS = [
  " ",
  "\n",
  "\t",
  "/**/",
  "/* ; */",
  "-- x\n",
  ";",
  "; ",
  "(",
  ")",
  ",",
  "",
  "\uFEFF",
  "\u00A0",
  "\0",
  "'",
  '"',
  "`",
  "[",
];
const PIECES = [
  "SELECT",
  "select",
  "WITH",
  "VALUES",
  "EXPLAIN",
  "EXPLAIN QUERY PLAN",
  "PRAGMA",
  "pragma",
  "AS",
  "FROM",
  "RETURNING",
  "*",
  "1",
  "x",
  "t",
  "main",
  ".",
  "=",
  "ON",
  "OFF",
  "0",
  "1",
  "WITH x AS (SELECT 1)",
  "VALUES (1)",
  "SELECT 1",
  "SELECT x FROM t",
  "query_only",
  "writable_schema",
  "journal_mode",
  "locking_mode",
  "EXCLUSIVE",
  "mmap_size",
  "trusted_schema",
  "user_version",
  "table_info(t)",
  "query_only=OFF",
  "query_only(0)",
  "locking_mode=EXCLUSIVE",
  "temp_store=1",
  "case_sensitive_like=1",
  "ATTACH 'other.db' AS o",
  "VACUUM INTO 'copy.db'",
  "VACUUM",
  "DELETE FROM t",
  "UPDATE t SET x = 2",
  "INSERT INTO t VALUES (3)",
  "REPLACE INTO t VALUES (3)",
  "DROP TABLE t",
  "CREATE TABLE u (a)",
  "CREATE TEMP TABLE u (a)",
  "BEGIN",
  "BEGIN IMMEDIATE",
  "COMMIT",
  "SAVEPOINT s",
  "ANALYZE",
  "REINDEX",
  "load_extension('x')",
  "fts3_tokenizer('simple', 'xxxxxxxx')",
  "pragma_query_only(0)",
];

const statements = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...JOINTS)), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.flat().join(""));

test("no mixture of statements changes the file, its folder or the state of the connection", async () => {
  const path = await databaseFile(["CREATE TABLE t (x)", "INSERT INTO t VALUES (1)"]);
  const database = openReadOnly(path);
  onTestFinished(() => void database.close());
  const [bytes, state] = [readFileSync(path), stateOf(database)];
  let answered = 0;
  fc.assert(
    fc.property(statements, (sql) => {
      answered += attempt(database, sql);
      expect(stateOf(database)).toEqual(state);
      expect(database.inTransaction).toBe(false);
    }),
    { numRuns: RUNS },
  );
  // Some must be answered, or nothing was put to the test.
  expect(answered).toBeGreaterThan(0);
  expect(readFileSync(path)).toEqual(bytes);
  expect(readdirSync(dirname(path))).toEqual(["test.db"]);
});

/** 1 when the statement was answered, 0 when it was refused. */
function attempt(database: Database, sql: string): number {
  try {
    runStatement(database, { sql, offset: 0, maxRows: 10, maxBytes: 10_000 });
    return 1;
  } catch {
    return 0;
  }
}

const STATE = [
  "query_only",
  "trusted_schema",
  "writable_schema",
  "locking_mode",
  "journal_mode",
  "mmap_size",
  "temp_store",
  "user_version",
  "cache_size",
  "foreign_keys",
  "busy_timeout",
  "database_list",
  "schema_version",
];

function stateOf(database: Database): unknown[] {
  return [...STATE.map((name) => database.pragma(name)), database.prepare("SELECT 'A' LIKE 'a'").pluck().get()];
}
