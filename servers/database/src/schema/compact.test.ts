import { expect, test } from "vitest";
import type { Table } from "../models.ts";
import { compactTable, incomingKeys } from "./compact.ts";

const ORDERS: Table = {
  name: "orders",
  kind: "table",
  columns: [
    { name: "id", type: "INTEGER", nullable: false },
    { name: "customer_id", type: "INTEGER", nullable: false },
    { name: "status", type: "TEXT", nullable: true, default: "'new'" },
  ],
  primaryKey: ["id"],
  foreignKeys: [{ columns: ["customer_id"], table: "Customers", references: ["id"] }],
  indexes: [{ name: "by_status", columns: ["status"], unique: true, partial: true }],
  rows: { count: 12_000, exact: false },
};
const CUSTOMERS: Table = {
  ...ORDERS,
  name: "customers",
  foreignKeys: [],
  indexes: [],
  rows: { count: 7, exact: true },
};
const ALL = [CUSTOMERS, ORDERS];

test("compactTable says more with each level of detail", () => {
  expect(compactTable(ORDERS, ALL, { detail: "names", maxBytes: 5_000 })).toEqual({
    name: "orders",
    rows: 12_000,
    rowsEstimated: true,
  });
  expect(compactTable(ORDERS, ALL, { detail: "columns", maxBytes: 5_000 }).columns).toEqual([
    "id INTEGER PK",
    "customer_id INTEGER -> Customers.id",
    "status TEXT",
  ]);
  expect(compactTable(ORDERS, ALL, { detail: "full", maxBytes: 5_000 })).toMatchObject({
    columns: ["id INTEGER PK", "customer_id INTEGER NOT NULL -> Customers.id", "status TEXT DEFAULT 'new'"],
    indexes: ["by_status (status) UNIQUE PARTIAL"],
    referencedBy: [],
  });
  expect(compactTable(CUSTOMERS, ALL, { detail: "full", maxBytes: 5_000 })).toMatchObject({
    rows: 7,
    referencedBy: ["orders.customer_id"],
  });
});

test("compactTable shows only the columns asked for, and of a very wide table only what fits", () => {
  const only = new Set(["status"]);
  expect(compactTable(ORDERS, ALL, { detail: "columns", maxBytes: 5_000, only }).columns).toEqual(["status TEXT"]);
  const wide: Table = { ...ORDERS, columns: Array.from({ length: 2_000 }, (_, at) => columnOf(at)) };
  const { columns = [] } = compactTable(wide, ALL, { detail: "columns", maxBytes: 5_000 });
  expect(columns.at(-1)).toMatch(/^… 19\d\d more; see describe_table$/);
  expect(JSON.stringify(columns).length).toBeLessThan(1_100);
});

function columnOf(at: number) {
  return { name: `column_${at}`, type: "TEXT", nullable: true };
}

test("incomingKeys finds keys whatever letter case they name the table in", () => {
  expect(incomingKeys(CUSTOMERS, ALL)).toEqual([{ table: "orders", columns: ["customer_id"], references: ["id"] }]);
});
