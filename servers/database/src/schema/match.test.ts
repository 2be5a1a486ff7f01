import { describe, expect, test } from "vitest";
import type { Table } from "../models.ts";
import { findTables, likeness } from "./match.ts";

function table(name: string, columns: readonly string[]): Table {
  return {
    name,
    kind: "table",
    columns: columns.map((column) => ({ name: column, type: "TEXT", nullable: true })),
    primaryKey: [],
    foreignKeys: [],
    indexes: [],
  };
}

const TABLES = [
  table("customers", ["id", "first_name", "emailAddress"]),
  table("orders", ["id", "customer_id", "ordered_at"]),
  table("order_items", ["order_id", "unit_price"]),
  table("categories", ["id", "title"]),
];

describe("findTables", () => {
  test.each([
    ["customers", ["customers", "orders"]],
    ["CUSTOMER", ["customers", "orders"]],
    ["custmer", ["customers", "orders"]],
    ["category", ["categories"]],
    ["email address", ["customers"]],
    ["order items", ["order_items", "orders"]],
    ["unit price", ["order_items"]],
    ["weather", []],
    ["%", []],
    ["_", []],
  ])("finds %j in %j", (query, names) => {
    expect(findTables(TABLES, query).map((match) => match.table.name)).toEqual(names);
  });

  test("names only the columns that match when the table's own name does not", () => {
    const [match] = findTables(TABLES, "price");
    expect(match?.columns).toEqual(new Set(["unit_price"]));
    expect(findTables(TABLES, "orders")[0]?.columns).toBeUndefined();
  });
});

test("likeness grades from the same name over a part of it and a typing error to nothing", () => {
  const grades = ["email", "e_mail_email", "emails", "emial", "price"].map((name) => likeness(name, "email"));
  expect(grades[0]).toBe(1);
  expect(grades[1]).toBeLessThan(1);
  expect(grades[2]).toBeGreaterThan(grades[3] ?? 1);
  expect(grades[4]).toBe(0);
});
