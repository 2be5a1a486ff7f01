import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyStatement } from "./statement-kind.ts";

describe("classifyStatement", () => {
  test.each([
    ["SELECT 1"],
    ["  select 1"],
    [";; SELECT 1"],
    ["\uFEFFSELECT 1"],
    ["/* a */ -- b\n/* c */WITH x AS (SELECT 1) SELECT * FROM x"],
    ["/*/ DROP */ VALUES (1)"],
    ["EXPLAIN SELECT 1"],
    ["explain /* x */ query plan with x as (select 1) select * from x"],
  ])("takes %j for a query", (sql) => {
    expect(classifyStatement(sql)).toEqual({ kind: "query" });
  });

  test.each([[""], ["  "], [";"], ["-- SELECT 1"], ["/* SELECT 1"], ["--\r;"]])("finds nothing in %j", (sql) => {
    expect(classifyStatement(sql)).toEqual({ kind: "empty" });
  });

  test.each([
    ["PRAGMA table_info(users)", { name: "table_info", argument: true, assigned: false }],
    ["pragma main . table_info ( users )", { name: "table_info", argument: true, assigned: false }],
    ["PRAGMA/**/query_only/**/=OFF", { name: "query_only", argument: false, assigned: true }],
    ['PRAGMA "query_only" = 0', { name: '"query_only"', argument: false, assigned: true }],
    ["PRAGMA user_version", { name: "user_version", argument: false, assigned: false }],
  ])("takes %j apart", (sql, expected) => {
    expect(classifyStatement(sql)).toEqual({ kind: "pragma", ...expected });
  });

  test.each([
    ["DELETE FROM t", "DELETE"],
    ["EXPLAIN PRAGMA query_only=OFF", "EXPLAIN PRAGMA"],
    ["EXPLAIN QUERY PLAN PRAGMA query_only=OFF", "EXPLAIN PRAGMA"],
    ["EXPLAIN QUERY PRAGMA query_only", "EXPLAIN QUERY_ONLY"],
    ["SELECT\u00A01", "SELECT\u00A01"],
    ['"SELECT" 1', '"SELECT"'],
    ["(SELECT 1)", "("],
    ["ＳＥＬＥＣＴ 1", "ＳＥＬＥＣＴ"],
  ])("takes %j for neither a query nor a PRAGMA", (sql, keyword) => {
    expect(classifyStatement(sql)).toEqual({ kind: "other", keyword });
  });

  test("sees the same statement behind any spaces, comments and letter case", () => {
    const blank = fc.constantFrom(" ", "\n", "\t", "/* ; SELECT */", "-- PRAGMA\n", "/**/", "\r\n", ";");
    const blanks = fc.array(blank, { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(blanks, fc.mixedCase(fc.constant("pragma")), (before, keyword) => {
        expect(classifyStatement(`${before}${keyword} query_only=OFF`)).toMatchObject({
          kind: "pragma",
          name: "query_only",
        });
      }),
    );
  });

  test("ends on any text at all", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (sql) => classifyStatement(sql).kind.length > 0));
  });
});
