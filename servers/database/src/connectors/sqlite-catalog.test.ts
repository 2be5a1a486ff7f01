import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { Catalog, readEngineFacts, readTables } from "./sqlite-catalog.ts";
import { databaseFile } from "./sqlite.fixture.ts";
import { openReadOnly } from "./sqlite-open.ts";

const FILL =
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO t(id) SELECT i FROM n";

async function tablesOf(...statements: string[]) {
  const database = openReadOnly(await databaseFile(statements));
  onTestFinished(() => void database.close());
  return { database, tables: readTables(database) };
}

test("small tables are counted, large ones estimated by their row numbers", async () => {
  const { tables } = await tablesOf(
    "CREATE TABLE t (id INTEGER PRIMARY KEY)",
    FILL,
    "CREATE TABLE small AS SELECT id FROM t LIMIT 10000",
  );
  expect(tables.map(({ name, rows }) => [name, rows])).toEqual([
    ["small", { count: 10_000, exact: true }],
    ["t", { count: 20_000, exact: false }],
  ]);
});

test("an estimate comes from ANALYZE where row numbers say nothing, and is never below what was counted", async () => {
  const analyzed = await tablesOf("CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID", FILL, "ANALYZE");
  expect(analyzed.tables[0]?.rows).toEqual({ count: 20_000, exact: false });
  const unknown = await tablesOf("CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID", FILL);
  expect(unknown.tables[0]?.rows).toEqual({ count: 10_001, exact: false });
  const stale = await tablesOf(
    "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
    "CREATE INDEX i ON t (x)",
    "INSERT INTO t VALUES (0, 0)",
    "ANALYZE",
    FILL,
  );
  expect(stale.tables[0]?.rows).toEqual({ count: 10_001, exact: false });
});

test("keys over several columns and keys without named targets are complete", async () => {
  const { tables } = await tablesOf(
    "CREATE TABLE a (x, y, PRIMARY KEY (y, x))",
    "CREATE TABLE b (p, q, r, FOREIGN KEY (p, q) REFERENCES a, FOREIGN KEY (r) REFERENCES gone ON DELETE SET NULL)",
  );
  expect(tables[0]?.primaryKey).toEqual(["y", "x"]);
  expect(tables[1]?.foreignKeys).toEqual([
    { columns: ["r"], table: "gone", references: [], onDelete: "SET NULL" },
    { columns: ["p", "q"], table: "a", references: ["y", "x"] },
  ]);
});

test("tables that SQLite and its extensions keep for themselves are left out", async () => {
  const { database, tables } = await tablesOf(
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE VIRTUAL TABLE words USING fts5(body)",
    "ANALYZE",
  );
  expect(tables.map(({ name, kind }) => [name, kind])).toEqual([
    ["t", "table"],
    ["words", "virtual"],
  ]);
  expect(readEngineFacts(database)).toMatchObject({ tables: 2, views: 0 });
});

test("what was read is kept until another program changes rows or tables", async () => {
  const path = await databaseFile(["CREATE TABLE t (id)"]);
  const database = openReadOnly(path);
  const writer = new BetterSqlite3(path);
  onTestFinished(() => void database.close());
  onTestFinished(() => void writer.close());
  const catalog = new Catalog(database);
  const first = catalog.tables();
  expect(catalog.tables()).toBe(first);
  writer.exec("INSERT INTO t VALUES (1)");
  expect(catalog.tables()[0]?.rows).toEqual({ count: 1, exact: true });
  writer.exec("CREATE TABLE u (id)");
  expect(catalog.tables().map(({ name }) => name)).toEqual(["t", "u"]);
});

test("a long default or view shows that it goes on", async () => {
  const { tables } = await tablesOf(
    `CREATE TABLE t (a TEXT DEFAULT '${"x".repeat(200)}')`,
    `CREATE VIEW v AS SELECT '${"x".repeat(5_000)}' AS a`,
  );
  expect(tables[0]?.columns[0]?.default).toMatch(/^'x+…$/);
  expect(tables[1]?.definition).toEqual({ text: expect.stringMatching(/^CREATE VIEW v/), chars: 5_031 });
});
