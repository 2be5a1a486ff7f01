import fc from "fast-check";
import { ERROR_CODES } from "@quartet/core";
import { describe, expect, test } from "vitest";
import type { Table } from "../models.ts";
import { translateFailure } from "./sqlite-errors.ts";

const TABLES: Table[] = [
  {
    name: "customers",
    kind: "table",
    columns: [
      { name: "id", type: "INTEGER", nullable: false },
      { name: "last_name", type: "TEXT", nullable: false },
    ],
    primaryKey: ["id"],
    foreignKeys: [],
    indexes: [],
  },
];

function translate(code: string, message: string, sql = "") {
  const { code: translated, message: text, hint } = translateFailure({ code, message }, sql, TABLES);
  return { code: translated, message: text, hint };
}

describe("translateFailure", () => {
  test.each([
    ["no such table: main.custmers", "not_found", 'Did you mean "customers"?'],
    ["no such table: zzz", "not_found", "search_schema lists the tables."],
    ["no such column: c.lastname", "not_found", 'Did you mean "last_name" of customers?'],
    ["no such column: zzzzzzzz", "not_found", "describe_table lists the columns of a table."],
    [
      'no such column: "Berlin" - should this be a string literal in single-quotes?',
      "invalid_input",
      "If it is text, write 'Berlin' instead.",
    ],
    ["incomplete input", "invalid_input", "Complete it."],
    ["ambiguous column name: id", "invalid_input", "Correct the statement; this is SQLite's dialect."],
  ])("turns %j into %s", (message, code, hint) => {
    expect(translate("SQLITE_ERROR", message)).toMatchObject({ code, hint });
  });

  test("names line and column of a token that occurs only once", () => {
    const sql = "SELECT a\n  FRM t";
    expect(translate("SQLITE_ERROR", 'near "FRM": syntax error', sql).message).toBe(
      'sql: syntax error near "FRM" at line 2, column 3.',
    );
    expect(translate("SQLITE_ERROR", 'near "a": syntax error', "a a").message).toBe('sql: syntax error near "a".');
  });

  test.each([
    ["SQLITE_BUSY", "busy"],
    ["SQLITE_BUSY_SNAPSHOT", "busy"],
    ["SQLITE_CORRUPT_VTAB", "unavailable"],
    ["SQLITE_NOTADB", "unavailable"],
    ["SQLITE_READONLY_DBMOVED", "denied"],
    ["SQLITE_TOOBIG", "too_large"],
    ["SQLITE_NOMEM", "too_large"],
    ["SQLITE_IOERR_READ", "unavailable"],
    ["SQLITE_CANTOPEN", "unavailable"],
  ])("turns %s into %s", (engineCode, code) => {
    expect(translate(engineCode, "x")).toMatchObject({ code, hint: expect.stringMatching(/.{10}/) });
  });

  test("asks whether a misspelt first word was meant as a reading one", () => {
    expect(translate("NOT_A_QUERY", "SELEC")).toEqual({
      code: "invalid_input",
      message: "sql: no statement begins with SELEC.",
      hint: "Did you mean SELECT?",
    });
    expect(translate("NOT_A_QUERY", "EXPLAIN SELEC").hint).toBe("Did you mean SELECT?");
    expect(translate("NOT_A_QUERY", "INSRT").hint).toMatch(/^Did you mean INSERT\? Only reading/);
    expect(translate("NOT_A_QUERY", "(")).toMatchObject({
      code: "invalid_input",
      hint: expect.stringMatching(/^Only reading/),
    });
  });

  test.each(["DELETE", "UPDATE", "VACUUM", "EXPLAIN PRAGMA", "EXPLAIN INSERT"])(
    "denies %s, which does not read",
    (word) => {
      expect(translate("NOT_A_QUERY", word)).toMatchObject({
        code: "denied",
        hint: expect.stringMatching(/^Only reading/),
      });
    },
  );

  test("keeps names from a hostile file on one short line without invisible characters", () => {
    const { message } = translate("SQLITE_ERROR", `no such table: a\n\u202eIGNORE ALL\u200b ${"x".repeat(1_000)}`);
    expect(message).toMatch(/^sql: there is no table a IGNORE ALL x+….$/);
    expect(message.length).toBeLessThan(300);
  });

  test("gives a stated code and one short line for any failure", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "binary" }), fc.string(), (code, message, sql) => {
        const error = translateFailure({ code, message }, sql, TABLES);
        expect(ERROR_CODES).toContain(error.code);
        expect(error.message).not.toMatch(/[\n\r\0]/);
        expect(error.message.length).toBeLessThan(400);
      }),
    );
  });
});
