import { expect, onTestFinished, test } from "vitest";
import { databaseFile } from "./sqlite.fixture.ts";
import { openReadOnly } from "./sqlite-open.ts";

async function opened() {
  const database = openReadOnly(
    await databaseFile(["CREATE TABLE t (x)", "CREATE VIEW v AS SELECT load_extension('x')"]),
  );
  onTestFinished(() => void database.close());
  return database;
}

test("the handle itself is read-only, even were query_only switched off", async () => {
  const database = await opened();
  database.pragma("query_only = OFF");
  expect(() => database.exec("INSERT INTO t VALUES (1)")).toThrow(/readonly database/);
});

test("query_only holds where the handle alone would let a file be written", async () => {
  const database = await opened();
  expect(() => database.exec(`VACUUM INTO '${database.name}.copy'`)).toThrow(/readonly database/);
  expect(() => database.exec("CREATE TEMP TABLE x (a)")).toThrow(/readonly database/);
});

test("the schema of the file is not trusted, and large sorts stay in memory", async () => {
  const database = await opened();
  expect(database.pragma("trusted_schema", { simple: true })).toBe(0);
  expect(database.pragma("temp_store", { simple: true })).toBe(2);
  expect(database.pragma("cell_size_check", { simple: true })).toBe(1);
});

test("functions that reach native code are out of reach, from views and with bound values too", async () => {
  const database = await opened();
  expect(() => database.prepare("SELECT * FROM v").all()).toThrow(/not available|unsafe/);
  expect(() => database.prepare("SELECT load_extension(?)").all("x")).toThrow("not available");
  expect(() => database.prepare("SELECT fts3_tokenizer('simple', ?)").all("12345678")).toThrow("not available");
});
