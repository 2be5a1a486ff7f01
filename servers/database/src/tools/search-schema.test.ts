import { connect, type Session } from "@quartet/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { server } from "../server.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe("search_schema", () => {
  let session: Session;
  beforeAll(async () => {
    session = await connect(server);
  });
  afterAll(() => session.close());

  test("maps the whole schema with keys and row counts when nothing is asked for", async () => {
    const map = await session.call("search_schema");
    expect(map.total).toBe(9);
    expect(map.tables.map((table: { name: string }) => table.name)).toContain("order_totals");
    expect(map.tables.find((table: { name: string }) => table.name === "order_items")).toEqual({
      name: "order_items",
      rows: 4_446,
      columns: [
        "order_id INTEGER PK -> orders.id",
        "line INTEGER PK",
        "product_id INTEGER -> products.id",
        "quantity INTEGER",
        "unit_price_cents INTEGER",
      ],
    });
    expect(Buffer.byteLength(JSON.stringify(map)) / 4).toBeLessThan(600);
  });

  test("finds tables and columns by their words, misspelt ones too", async () => {
    const { tables } = await session.call("search_schema", { query: "custmer emails", detail: "columns" });
    expect(tables[0]).toEqual({ name: "customers", rows: 500, columns: ["email TEXT"] });
  });

  test("adds indexes and incoming keys with full detail", async () => {
    const { tables } = await session.call("search_schema", { query: "orders", detail: "full" });
    expect(tables[0]).toMatchObject({
      name: "orders",
      indexes: ["orders_customer (customer_id, ordered_at)", "orders_open (ordered_at) PARTIAL"],
      referencedBy: ["order_items.order_id", "payments.order_id"],
    });
  });

  test("gives an empty list when nothing resembles the words", async () => {
    expect(await session.call("search_schema", { query: "xylophone" })).toEqual({
      total: 0,
      tables: [],
      truncated: false,
    });
  });
});
