import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "../connectors/sqlite.fixture.ts";
import { ensureSample } from "./sample-file.ts";
import { SAMPLE_VERSION } from "./sample-version.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

function open(path: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(path, { readonly: true });
  onTestFinished(() => void database.close());
  return database;
}

describe("the sample database", () => {
  test("is a shop of about 10,000 related rows without a broken reference", async () => {
    const database = open(await ensureSample(await temporaryFolder()));
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
    const tables = names.pluck().all() as string[];
    expect(tables).toHaveLength(8);
    const counts = tables.map((table) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number);
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(Math.min(...counts)).toBeGreaterThan(9);
    expect(total).toBeGreaterThan(9_500);
    expect(total).toBeLessThan(10_500);
    expect(database.pragma("foreign_key_check")).toEqual([]);
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  });

  test("keeps to the rules of a shop", async () => {
    const database = open(await ensureSample(await temporaryFolder()));
    const count = (sql: string): unknown => database.prepare(sql).pluck().get();
    expect(
      count("SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.ordered_at < c.created_at"),
    ).toBe(0);
    expect(
      count(
        "SELECT count(*) FROM orders WHERE (status IN ('shipped', 'delivered', 'returned')) <> (shipped_at IS NOT NULL)",
      ),
    ).toBe(0);
    expect(
      count(
        "SELECT count(*) FROM orders o JOIN addresses a ON a.id = o.shipping_address_id WHERE a.customer_id <> o.customer_id",
      ),
    ).toBe(0);
    expect(
      count(
        "SELECT count(*) FROM payments p JOIN order_totals t ON t.order_id = p.order_id WHERE p.amount_cents <> t.total_cents",
      ),
    ).toBe(0);
    expect(
      count("SELECT count(*) FROM customers WHERE email NOT LIKE '%@example.com' OR email GLOB '*[^a-z0-9.@]*'"),
    ).toBe(0);
    expect(count("SELECT count(DISTINCT status) FROM orders")).toBe(6);
  });

  test("is the same, byte for byte, every time it is made", async () => {
    const [first, second] = [await ensureSample(await temporaryFolder()), await ensureSample(await temporaryFolder())];
    expect((await readFile(first)).equals(await readFile(second))).toBe(true);
  });

  test("is made once and then left alone", async () => {
    const folder = await temporaryFolder();
    const path = await ensureSample(folder);
    new BetterSqlite3(path).exec("DELETE FROM reviews").close();
    expect(await ensureSample(folder)).toBe(path);
    expect(open(path).prepare("SELECT count(*) FROM reviews").pluck().get()).toBe(0);
  });

  test.each([
    [
      "of another version",
      (path: string) => new BetterSqlite3(path).exec(`PRAGMA user_version = ${SAMPLE_VERSION + 1}`).close(),
    ],
    ["cut off", (path: string) => writeFile(path, "SQLite format 3\0")],
    ["gone", (path: string) => rm(path)],
  ])("is made anew when it is %s", async (_what, spoil) => {
    const folder = await temporaryFolder();
    await spoil(await ensureSample(folder));
    const database = open(await ensureSample(folder));
    expect(database.pragma("user_version", { simple: true })).toBe(SAMPLE_VERSION);
    expect(database.prepare("SELECT count(*) FROM orders").pluck().get()).toBe(1_800);
    expect(await readdir(folder)).toEqual(["sample.db"]);
  });

  test("comes out whole when several calls and processes make it at once", async () => {
    const folder = await temporaryFolder();
    const module = new URL("./sample-file.ts", import.meta.url).href;
    const script = `
      const { ensureSample } = await import(${JSON.stringify(module)});
      console.log(await ensureSample(${JSON.stringify(folder)}));`;
    const args = ["--conditions=@quartet/source", "--input-type=module", "-e", script];
    const others = Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, args));
    const own = await Promise.all([ensureSample(folder), ensureSample(folder)]);
    expect(new Set(own).size).toBe(1);
    expect((await Promise.all(others)).map(({ stdout }) => stdout.trim())).toEqual([own[0], own[0], own[0]]);
    expect(open(own[0] ?? "").pragma("integrity_check", { simple: true })).toBe("ok");
    expect(await readdir(folder)).toEqual(["sample.db"]);
  });

  test("fails in one clear sentence when it cannot be written, and leaves nothing behind", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    await expect(ensureSample(join(folder, "file"))).rejects.toMatchObject({
      code: "unavailable",
      hint: /QUARTET_HOME/,
    });
    await mkdir(join(folder, "taken", "sample.db"), { recursive: true });
    await expect(ensureSample(join(folder, "taken"))).rejects.toMatchObject({ code: "unavailable" });
    expect(await readdir(join(folder, "taken"))).toEqual(["sample.db"]);
  });
});
