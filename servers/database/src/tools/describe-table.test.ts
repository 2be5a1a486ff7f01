import { connect } from "@quartet/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { databaseFile } from "../connectors/sqlite.fixture.ts";
import { server } from "../server.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

async function open(url?: string) {
  const session = await connect(server, url === undefined ? {} : { config: { url } });
  onTestFinished(() => session.close());
  return session;
}

describe("describe_table", () => {
  test("tells columns with samples, keys in both directions, indexes and the row count", async () => {
    const session = await open();
    const answer = await session.call("describe_table", { table: "ORDERS" });
    expect(answer).toMatchObject({
      table: "orders",
      kind: "table",
      rows: { count: 1_800, exact: true },
      primaryKey: ["id"],
      total: 7,
      truncated: false,
    });
    expect(answer.foreignKeys).toContainEqual({ columns: ["customer_id"], table: "customers", references: ["id"] });
    expect(answer.referencedBy).toContainEqual({ table: "payments", columns: ["order_id"], references: ["id"] });
    const status = answer.columns.find((column: { name: string }) => column.name === "status");
    expect(status).toMatchObject({ type: "TEXT", nullable: false, samples: expect.arrayContaining(["delivered"]) });
    const { definition } = await session.call("describe_table", { table: "order_totals" });
    expect(definition).toMatch(/^CREATE VIEW order_totals/);
  });

  test("offers the nearest name for an unknown table", async () => {
    const session = await open();
    expect(await session.fail("describe_table", { table: "costumers" })).toMatchObject({
      code: "not_found",
      hint: 'Did you mean "customers"?',
    });
  });

  test("copes with hostile names, odd tables and what it cannot read", async () => {
    const odd = [
      `CREATE TABLE "a""; DROP TABLE b; --" ("x y" TEXT, "select" INTEGER GENERATED ALWAYS AS (length("x y")) STORED)`,
      `INSERT INTO "a""; DROP TABLE b; --" VALUES ('it''s')`,
      "CREATE TABLE b (id INTEGER PRIMARY KEY, up REFERENCES b)",
      "CREATE VIEW broken AS SELECT * FROM gone",
      "CREATE VIRTUAL TABLE search USING fts5(body)",
      "CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID",
      "CREATE INDEX w_lower ON w (lower(k))",
      "CREATE TABLE t (x INTEGER CHECK (x > 0)) STRICT",
    ];
    const session = await open(await databaseFile(odd));
    const { tables } = await session.call("search_schema", { detail: "full" });
    expect(tables.map((table: { name: string }) => table.name)).toEqual([
      'a"; DROP TABLE b; --',
      "b",
      "broken",
      "search",
      "t",
      "w",
    ]);
    const hostile = await session.call("describe_table", { table: 'a"; DROP TABLE b; --' });
    expect(hostile.columns).toEqual([
      { name: "x y", type: "TEXT", nullable: true, samples: ["it's"] },
      { name: "select", type: "INTEGER", nullable: true, generated: true, samples: [4] },
    ]);
    const self = await session.call("describe_table", { table: "b" });
    expect(self.foreignKeys).toEqual([{ columns: ["up"], table: "b", references: ["id"] }]);
    expect(self.referencedBy).toEqual([{ table: "b", columns: ["up"], references: ["id"] }]);
    expect((await session.call("describe_table", { table: "w" })).indexes).toContainEqual({
      name: "w_lower",
      columns: ["(expression)"],
      unique: false,
    });
    expect(await session.fail("describe_table", { table: "broken" })).toMatchObject({
      code: "not_found",
      message: expect.stringContaining("gone"),
    });
    expect(await session.call("describe_table", { table: "search" })).toMatchObject({ kind: "virtual" });
  });

  test("describes a view without samples when its rows cannot be had in time or at all", async () => {
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) AS total FROM n";
    const session = await open(
      await databaseFile([
        `CREATE VIEW endless AS ${endless}`,
        "CREATE VIEW huge AS SELECT 1 AS a, hex(zeroblob(900000000)) AS b",
      ]),
    );
    expect(await session.call("describe_table", { table: "endless" })).toMatchObject({
      noSamples: "Reading rows takes too long.",
      columns: [{ name: "total", samples: [] }],
    });
    const huge = await session.call("describe_table", { table: "huge" });
    expect(huge).toMatchObject({ noSamples: expect.any(String), columns: [{ name: "a" }, { name: "b" }] });
  });

  test("says what did not fit, so that nobody takes a part for the whole", async () => {
    const long = `SELECT '${"x".repeat(10_000)}' AS n`;
    const many = [
      ...Array.from({ length: 200 }, (_, at) => `CREATE INDEX an_index_with_a_long_name_${at} ON hub (a)`),
      ...Array.from({ length: 100 }, (_, at) => `CREATE TABLE spoke_with_a_long_name_${at} (hub REFERENCES hub)`),
    ];
    const session = await open(
      await databaseFile([
        "CREATE TABLE hub (id INTEGER PRIMARY KEY, a TEXT)",
        `BEGIN; ${many.join(";")}; COMMIT`,
        `CREATE VIEW long AS ${long}`,
      ]),
    );
    const hub = await session.call("describe_table", { table: "hub" });
    expect(hub.omitted).toEqual({ indexes: 200 - hub.indexes.length, referencedBy: 100 - hub.referencedBy.length });
    expect(hub.omitted.indexes).toBeGreaterThan(0);
    const sql = `SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) k WHERE k."table" = 'hub'`;
    expect((await session.call("run_query", { sql })).rows).toEqual([[100]]);
    const { definition, omitted } = await session.call("describe_table", { table: "long" });
    expect(definition).toEqual({ text: expect.stringMatching(/^CREATE VIEW long/), chars: long.length + 20 });
    expect(omitted).toBeUndefined();
  });

  test("pages through a table of 2,000 columns", async () => {
    const columns = Array.from({ length: 2_000 }, (_, at) => `a_rather_long_column_name_${at} TEXT`);
    const session = await open(await databaseFile([`CREATE TABLE wide (${columns.join(", ")})`]));
    const first = await session.call("describe_table", { table: "wide" });
    expect(first).toMatchObject({ total: 2_000, truncated: true });
    const second = await session.call("describe_table", { table: "wide", cursor: first.nextCursor });
    expect(second.columns[0].name).toBe(`a_rather_long_column_name_${first.columns.length}`);
    const [map] = (await session.call("search_schema")).tables;
    expect(map.columns.at(-1)).toMatch(/^… \d+ more; see describe_table$/);
  });
});
