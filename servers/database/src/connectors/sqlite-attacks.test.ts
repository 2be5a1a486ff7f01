import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { SqliteConnector } from "./sqlite.ts";
import { connectorFor, databaseFile } from "./sqlite.fixture.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const SCHEMA = [
  "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
  "INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace')",
  "CREATE VIEW names AS SELECT name FROM users",
];

/** Refused with the code beside it. `{DIR}` is the folder of the database. */
const REFUSED = [
  ["REPLACE INTO users(id,name) VALUES(1,'z')", "denied"],
  ["ATTACH DATABASE '{DIR}/other.db' AS o", "denied"],
  ["ATTACH 'file:{DIR}/new.db?mode=rwc' AS o", "denied"],
  ["DETACH main", "denied"],
  ["VACUUM INTO '{DIR}/copy.db'", "denied"],
  ["VACUUM", "denied"],
  ["UPDATE sqlite_master SET sql='x'", "denied"],
  ["PRAGMA query_only=OFF", "denied"],
  ["PRAGMA main.query_only(0)", "denied"],
  ["PRAGMA 'query_only'=0", "denied"],
  ["/* ; */ pragma\nquery_only\n=\n0", "denied"],
  ["EXPLAIN PRAGMA query_only=OFF", "denied"],
  ["EXPLAIN QUERY PLAN PRAGMA query_only=OFF", "denied"],
  ["PRAGMA user_version(5)", "denied"],
  ["PRAGMA user_version=5", "denied"],
  ["PRAGMA writable_schema=ON", "denied"],
  ["PRAGMA case_sensitive_like=1", "denied"],
  ["PRAGMA trusted_schema=ON", "denied"],
  ["PRAGMA foreign_keys=OFF", "denied"],
  ["PRAGMA incremental_vacuum", "denied"],
  ["PRAGMA optimize", "denied"],
  ["PRAGMA cache_size=-8000000", "denied"],
  ["PRAGMA mmap_size=1000000000", "denied"],
  ["PRAGMA journal_mode=WAL", "denied"],
  ["PRAGMA journal_mode(DELETE)", "denied"],
  ["PRAGMA wal_checkpoint(TRUNCATE)", "denied"],
  ["PRAGMA locking_mode=EXCLUSIVE", "denied"],
  ["PRAGMA temp_store_directory='{DIR}'", "denied"],
  ["PRAGMA database_list", "denied"],
  ["PRAGMA constructor", "denied"],
  ["SELECT load_extension('{DIR}/evil.so')", "invalid_input"],
  ["SELECT load_extension('{DIR}/evil.so', 'init')", "invalid_input"],
  ["SELECT fts3_tokenizer('simple')", "invalid_input"],
  ["SELECT fts3_tokenizer('simple', x'4141414141414141')", "invalid_input"],
  ["SELECT readfile('/etc/passwd')", "invalid_input"],
  ["SELECT writefile('{DIR}/w.txt','x')", "invalid_input"],
  ["SELECT edit('x')", "invalid_input"],
  ["CREATE TEMP TRIGGER trg AFTER INSERT ON users BEGIN SELECT 1; END", "denied"],
  ["CREATE TEMP VIEW v AS SELECT 1", "denied"],
  ["CREATE VIRTUAL TABLE temp.f USING fts5(a)", "denied"],
  ["COMMIT", "denied"],
  ["BEGIN IMMEDIATE", "denied"],
  ["SAVEPOINT s", "denied"],
  ["RELEASE s", "denied"],
  ["WITH x AS (SELECT 1) DELETE FROM users", "denied"],
  ["WITH x AS (SELECT 1) UPDATE users SET name = 'x' RETURNING id", "denied"],
  ["WITH x AS (SELECT 1) INSERT INTO users SELECT 3, 'x' RETURNING *", "denied"],
  ["DELETE FROM users RETURNING *", "denied"],
  ["EXPLAIN DELETE FROM users", "denied"],
  ["ANALYZE", "denied"],
  ["REINDEX", "denied"],
  ["DROP TABLE users", "denied"],
  ["ALTER TABLE users RENAME TO x", "denied"],
  ["SELECT 1; DELETE FROM users", "invalid_input"],
  ["SELECT 1;;DELETE FROM users", "invalid_input"],
  ["SELECT 1 /* ; */; DELETE FROM users -- x", "invalid_input"],
  ["SELECT 1\0; DELETE FROM users", "invalid_input"],
  ["SELECT * INTO x FROM users", "invalid_input"],
  [".read {DIR}/x.sql", "invalid_input"],
  ["", "invalid_input"],
] as const;

/** Run, but harmless. */
const CONTAINED = [
  ["SELECT * FROM pragma_database_list", [[0, "main", ""]]],
  ["SELECT sqlite_version() > '3'", [[1]]],
  ["VALUES(1)", [[1]]],
  ["PRAGMA user_version", [[0]]],
  [
    "PRAGMA main.table_info(users)",
    [
      [0, "id", "INTEGER", 0, null, 1],
      [1, "name", "TEXT", 0, null, 0],
    ],
  ],
  ["SELECT name FROM pragma_table_info('users; DROP TABLE users')", []],
  ["SELECT count(*) FROM temp.sqlite_master", [[0]]],
  ["SELECT '/* DELETE */; --', ';' AS \"DROP TABLE users\"", [["/* DELETE */; --", ";"]]],
  [
    "EXPLAIN QUERY PLAN SELECT * FROM users WHERE id = 1",
    [[2, 0, expect.any(Number), expect.stringContaining("users")]],
  ],
] as const;

describe("a read-only SQLite connection", () => {
  const signal = new AbortController().signal;
  let path: string;
  let before: Buffer;
  let connector: SqliteConnector;
  const run = (sql: string) =>
    connector.runQuery(
      { sql: sql.replaceAll("{DIR}", dirname(path)), offset: 0, maxRows: 100, maxBytes: 30_000 },
      signal,
    );

  beforeAll(async () => {
    path = await databaseFile(SCHEMA, afterAll);
    new BetterSqlite3(`${dirname(path)}/other.db`).exec("CREATE TABLE secrets (x)").close();
    before = await readFile(path);
    connector = connectorFor(path, { cleanUp: afterAll });
  });

  const expectNoHarm = async (): Promise<void> => {
    expect((await run("SELECT group_concat(name) FROM users")).rows).toEqual([["Ada,Grace"]]);
    expect(await readFile(path)).toEqual(before);
    expect((await readdir(dirname(path))).toSorted()).toEqual(["other.db", "test.db"]);
  };

  test.each(REFUSED)("refuses %j", async (sql, code) => {
    await expect(run(sql)).rejects.toMatchObject({ code, message: expect.not.stringContaining(dirname(path)) });
    await expectNoHarm();
  });

  test.each(CONTAINED)("contains %j", async (sql, rows) => {
    expect((await run(sql)).rows).toEqual(rows);
    await expectNoHarm();
  });

  test("keeps reading only after every attempt to switch it off", async () => {
    await expect(run("PRAGMA query_only=OFF")).rejects.toMatchObject({ code: "denied" });
    await expect(run("VACUUM INTO '{DIR}/copy.db'")).rejects.toMatchObject({ code: "denied" });
    expect((await run("SELECT * FROM pragma_query_only")).rows).toEqual([[1]]);
    await expectNoHarm();
  });
});
