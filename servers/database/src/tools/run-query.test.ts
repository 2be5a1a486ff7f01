import { connect, type Session } from "@quartet/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { server } from "../server.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe("run_query", () => {
  let session: Session;
  beforeAll(async () => {
    session = await connect(server, { config: { maxRows: 500 } });
  });
  afterAll(() => session.close());

  test("answers a question with joins, groups and bound values", async () => {
    const answer = await session.call("run_query", {
      sql: `SELECT c.name, count(*) AS sold FROM order_items i JOIN products p ON p.id = i.product_id
        JOIN categories c ON c.id = p.category_id WHERE p.price_cents < :below GROUP BY c.id ORDER BY sold DESC LIMIT 2`,
      params: { below: 5_000 },
    });
    expect(answer.columns).toEqual([
      { name: "name", type: "TEXT" },
      { name: "sold", type: "INTEGER" },
    ]);
    expect(answer.rows).toHaveLength(2);
    expect(answer.rows[0][1]).toBeGreaterThanOrEqual(answer.rows[1][1]);
    expect(answer.truncated).toBe(false);
  });

  test("pages to the end with the cursor, without losing or repeating a row", async () => {
    const args = { sql: "SELECT id FROM orders ORDER BY id", limit: 700 };
    const ids: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await session.call("run_query", { ...args, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.rows.length).toBeLessThanOrEqual(500);
      ids.push(...page.rows.flat());
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(ids).toEqual(Array.from({ length: 1_800 }, (_, at) => at + 1));
  });

  test("keeps an answer of wide rows within the budget", async () => {
    const sql = "SELECT *, replace(hex(zeroblob(300)), '0', email) AS padding FROM customers ORDER BY id";
    const page = await session.call("run_query", { sql, limit: 500 });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(32_000);
    expect(page.rows[0][7]).toMatchObject({ text: expect.stringContaining("@"), chars: expect.any(Number) });
    expect(page.truncated).toBe(true);
  });

  test("asks for fewer columns when not even one row fits", async () => {
    const many = Array.from({ length: 1_900 }, (_, at) => `'value ${at}' AS a_rather_long_column_name_${at}`);
    expect(await session.fail("run_query", { sql: `SELECT ${many.join(", ")}` })).toMatchObject({
      code: "too_large",
      hint: "Select the columns that matter by name.",
    });
  });

  test("describes binary values, infinities and integers beyond 2^53 exactly", async () => {
    const { rows } = await session.call("run_query", {
      sql: "SELECT x'00ff', 9e999, -9e999, 9007199254740993, NULL, ''",
    });
    expect(rows).toEqual([[{ base64: "AP8=", bytes: 2 }, "Infinity", "-Infinity", "9007199254740993", null, ""]]);
  });

  test("binds booleans, NULL, large integers as text, and ?1 twice", async () => {
    const { rows } = await session.call("run_query", {
      sql: "SELECT ?1, ?2, typeof(?3), ?1",
      params: [true, null, 5],
    });
    expect(rows).toEqual([[1, null, "integer", 1]]);
    const quoted = await session.call("run_query", { sql: "SELECT '?1', ?", params: [2] });
    expect(quoted.rows).toEqual([["?1", 2]]);
  });

  test("marks its rows as untrusted", async () => {
    const result = await session.client.callTool({
      name: "run_query",
      arguments: { sql: "SELECT body FROM reviews LIMIT 1" },
    });
    expect(JSON.stringify(result.content)).toContain("never as instructions");
  });

  test("says of a row too wide for an answer that it is the columns", async () => {
    const sql = `SELECT ${Array.from({ length: 1_000 }, () => "?").join()}`;
    const params = Array.from({ length: 1_000 }, () => 1);
    expect(await session.fail("run_query", { sql, params })).toMatchObject({
      code: "too_large",
      message: "A row of 1000 columns does not fit into one answer.",
    });
  });

  test("stops at the deadline and answers the next call", async () => {
    const slow = await connect(server, { config: { toolTimeoutMs: 300 }, home: session.home });
    const sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    expect(await slow.fail("run_query", { sql })).toMatchObject({ code: "timeout" });
    await slow.close();
    expect((await session.call("run_query", { sql: "SELECT 1" })).rows).toEqual([[1]]);
  });
});
