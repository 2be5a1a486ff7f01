import { ToolError } from "@quartet/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Connector, QueryRequest } from "./connector.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** How one engine takes part in the suite. */
export interface ConnectorUnderTest {
  /** A connector on a new database in which `statements` were run; `cleanUp` takes what is to be done at the end. */
  open(statements: readonly string[], cleanUp: (work: () => Promise<void>) => void): Promise<Connector>;
  /** A statement that never ends, in the engine's own dialect. */
  readonly endless: string;
  /** Statements that would change something, beside the portable ones. */
  readonly writes: readonly string[];
}

const LIBRARY = [
  "CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, born INTEGER)",
  `CREATE TABLE books (
    isbn VARCHAR(20) PRIMARY KEY, author_id INTEGER NOT NULL, title VARCHAR(200) NOT NULL,
    pages INTEGER DEFAULT 100, price DOUBLE PRECISION,
    FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE)`,
  "CREATE INDEX books_author ON books (author_id, title)",
  "CREATE VIEW long_books AS SELECT title, pages FROM books WHERE pages > 300",
  "INSERT INTO authors VALUES (1, 'Ursula', 1929), (2, 'Stanisław', 1921), (3, 'Octavia', NULL)",
  `INSERT INTO books VALUES ('a-1', 1, 'The Dispossessed', 387, 9.5), ('a-2', 1, 'The Left Hand of Darkness', 304, 8.25),
    ('b-1', 2, 'Solaris', 204, 7), ('c-1', 3, 'Kindred', 264, NULL)`,
];

const PORTABLE_WRITES = [
  "INSERT INTO authors VALUES (9, 'x', 1)",
  "UPDATE authors SET name = 'x'",
  "DELETE FROM books",
  "DROP TABLE books",
  "ALTER TABLE books ADD COLUMN x INTEGER",
  "CREATE TABLE x (a INTEGER)",
  "BEGIN",
  "COMMIT",
  "ROLLBACK",
];

/** What every connector must do, whatever its engine. */
export function describeConnector(name: string, engine: ConnectorUnderTest): void {
  describe(`${name} as a connector`, () => {
    let connector: Connector;
    const signal = new AbortController().signal;
    const query = (sql: string, more: Partial<QueryRequest> = {}) =>
      connector.runQuery({ sql, offset: 0, maxRows: 100, maxBytes: 30_000, ...more }, signal);
    const failure = async (sql: string, more: Partial<QueryRequest> = {}): Promise<ToolError> => {
      const error: unknown = await query(sql, more).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ToolError);
      return error as ToolError;
    };

    // One for all tests: none of them can change it, which is the point.
    beforeAll(async () => {
      connector = await engine.open(LIBRARY, afterAll);
    });

    test("says what is there", async () => {
      const facts = await connector.readFacts(signal);
      expect(facts).toMatchObject({ tables: 2, views: 1 });
      expect(facts.version).toMatch(/^\d+\./);
      expect(facts.sizeBytes).toBeGreaterThan(0);
      expect(facts.posture).toMatch(/read-only/i);
    });

    test("reads tables and views by name with keys, indexes and row counts", async () => {
      const tables = await connector.readTables(signal);
      expect(tables.map(({ name: table, kind }) => [table, kind])).toEqual([
        ["authors", "table"],
        ["books", "table"],
        ["long_books", "view"],
      ]);
      const [authors, books] = tables;
      expect(authors).toMatchObject({ primaryKey: ["id"], rows: { count: 3, exact: true }, foreignKeys: [] });
      expect(books?.columns.map((column) => column.name)).toEqual(["isbn", "author_id", "title", "pages", "price"]);
      expect(books?.columns[2]).toMatchObject({ nullable: false });
      expect(books?.columns[3]).toMatchObject({ nullable: true, default: "100" });
      expect(books?.foreignKeys).toEqual([
        { columns: ["author_id"], table: "authors", references: ["id"], onDelete: "CASCADE" },
      ]);
      expect(books?.indexes).toContainEqual({ name: "books_author", columns: ["author_id", "title"], unique: false });
    });

    test("samples a few different values of each column", async () => {
      const samples = await connector.sampleValues("books", signal);
      expect(samples["author_id"]).toEqual([1, 2, 3]);
      expect(samples["price"]).toEqual([9.5, 8.25, 7]);
      expect(samples["title"]).toHaveLength(3);
    });

    test("returns rows in the order asked for and keeps columns of the same name", async () => {
      const page = await query(
        "SELECT a.name, b.title AS name FROM authors a JOIN books b ON b.author_id = a.id ORDER BY isbn",
      );
      expect(page.columns.map((column) => column.name)).toEqual(["name", "name"]);
      expect(page.rows).toEqual([
        ["Ursula", "The Dispossessed"],
        ["Ursula", "The Left Hand of Darkness"],
        ["Stanisław", "Solaris"],
        ["Octavia", "Kindred"],
      ]);
      expect(page.more).toBe(false);
    });

    test("keeps NULL, whole numbers, fractions and integers beyond 2^53 exact", async () => {
      const { rows } = await query(
        "SELECT born, id, 9007199254740993, -9223372036854775807, 0.5 FROM authors WHERE id = 3",
      );
      expect(rows).toEqual([[null, 3, "9007199254740993", "-9223372036854775807", 0.5]]);
    });

    test("binds text as text, however much it looks like SQL", async () => {
      const injection = "x'; DROP TABLE books; --";
      const { rows } = await query("SELECT title FROM books WHERE title = ?", { params: [injection] });
      expect(rows).toEqual([]);
      expect((await query("SELECT count(*) FROM books")).rows).toEqual([[4]]);
    });

    test("binds by position and by name", async () => {
      const byPosition = await query("SELECT title FROM books WHERE pages > ? AND author_id = ? ORDER BY 1", {
        params: [300, 1],
      });
      expect(byPosition.rows).toEqual([["The Dispossessed"], ["The Left Hand of Darkness"]]);
      const byName = await query("SELECT title FROM books WHERE author_id = :author", { params: { author: 2 } });
      expect(byName.rows).toEqual([["Solaris"]]);
    });

    test("binds whole numbers as integers, so that division stays whole", async () => {
      expect((await query("SELECT 7 / ?", { params: [2] })).rows[0]?.[0]).toBe(3);
    });

    test.each([
      ["too few", [1]],
      ["too many", [1, 2, 3]],
      ["of the wrong kind", { a: 1 }],
    ])("refuses parameters that are %s", async (_what, params) => {
      expect(await failure("SELECT ? + ?", { params })).toMatchObject({ code: "invalid_input" });
    });

    test("pages through a result without losing or repeating a row", async () => {
      const sql = "SELECT isbn FROM books ORDER BY isbn";
      const first = await query(sql, { maxRows: 3 });
      const second = await query(sql, { maxRows: 3, offset: 3 });
      expect([first.more, second.more]).toEqual([true, false]);
      expect([...first.rows, ...second.rows].flat()).toEqual(["a-1", "a-2", "b-1", "c-1"]);
    });

    test("ends a page at the byte limit, and shortens a row that alone is over it", async () => {
      const sql = "SELECT replace(title, title, ?) FROM books";
      const page = await query(sql, { params: ["é".repeat(5_000)], maxBytes: 1_500 });
      expect(page.more).toBe(true);
      expect(page.rows.length).toBeGreaterThan(0);
      expect(page.rows[0]?.[0]).toMatchObject({ chars: 5_000 });
      expect(Buffer.byteLength(JSON.stringify(page.rows))).toBeLessThan(1_500);
    });

    test.each([...PORTABLE_WRITES, ...engine.writes])("refuses %s and changes nothing", async (sql) => {
      expect(await failure(sql)).toMatchObject({ code: "denied", hint: expect.stringContaining("SELECT") });
      expect((await query("SELECT (SELECT count(*) FROM authors), (SELECT max(name) FROM authors)")).rows).toEqual([
        [3, "Ursula"],
      ]);
    });

    test("runs exactly one statement", async () => {
      expect(await failure("SELECT 1; DELETE FROM books")).toMatchObject({ code: "invalid_input" });
      expect(await failure("  -- nothing")).toMatchObject({ code: "invalid_input" });
      expect((await query("SELECT count(*) FROM books; -- one")).rows).toEqual([[4]]);
    });

    test("offers the nearest name for an unknown table or column", async () => {
      expect(await failure("SELECT * FROM autors")).toMatchObject({
        code: "not_found",
        hint: expect.stringContaining("authors"),
      });
      expect(await failure("SELECT titel FROM books")).toMatchObject({
        code: "not_found",
        hint: expect.stringContaining('"title"'),
      });
    });

    test("names the place of a syntax error", async () => {
      const error = await failure("SELECT title\nFRM books WHERE");
      expect(error).toMatchObject({ code: "invalid_input" });
      expect(error.message).toMatch(/books|FRM/);
    });

    test("stops an endless statement when the call is aborted, and answers the next call", async () => {
      const stop = new AbortController();
      const reason = new ToolError("timeout", "Too slow.");
      const running = connector.runQuery({ sql: engine.endless, offset: 0, maxRows: 1, maxBytes: 1_000 }, stop.signal);
      const other = await query("SELECT 1");
      stop.abort(reason);
      await expect(running).rejects.toBe(reason);
      expect(other.rows).toEqual([[1]]);
      expect((await query("SELECT 2")).rows).toEqual([[2]]);
    });

    test("reports a call that its client cancelled as cancelled", async () => {
      const stop = new AbortController();
      const running = connector.runQuery({ sql: engine.endless, offset: 0, maxRows: 1, maxBytes: 1_000 }, stop.signal);
      stop.abort();
      await expect(running).rejects.toMatchObject({ code: "cancelled" });
    });

    test("runs nothing for a call that is already cancelled", async () => {
      const sql = "SELECT 1";
      await expect(
        connector.runQuery({ sql, offset: 0, maxRows: 1, maxBytes: 1_000 }, AbortSignal.abort()),
      ).rejects.toMatchObject({ code: "cancelled" });
    });

    test("is unavailable once closed", async () => {
      const closing = await engine.open(LIBRARY, afterAll);
      await closing.readFacts(signal);
      await closing.close();
      await expect(closing.readFacts(signal)).rejects.toMatchObject({ code: "unavailable" });
    });
  });
}
