// The engines alone, without a server around them: what the cheapest call of each server cannot do without.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

interface Sqlite {
  exec(sql: string): void;
  pragma(text: string): unknown;
  prepare(sql: string): { all(...params: unknown[]): unknown[] };
}

export type Driver = () => Promise<void> | void;

/** Prepares and runs one statement on a database file. */
export function sqliteDriver(home: string, sql: string): Driver {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const Database = createRequire(fileURLToPath(new URL("../../servers/database/package.json", import.meta.url)))(
    "better-sqlite3",
  ) as new (path: string) => Sqlite;
  const database = new Database(join(home, "driver.db"));
  database.pragma("journal_mode = WAL");
  database.exec("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT)");
  return () => void database.prepare(sql).all();
}

/** Reads what there is to know of every process. */
export const procDriver: Driver = () => {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const file of ["stat", "status", "cmdline"]) readIfThere(`/proc/${pid}/${file}`);
  }
};

function readIfThere(path: string): void {
  try {
    readFileSync(path);
  } catch {
    // The process ended in between.
  }
}

/** Runs the tests of a folder with the runner's own command. */
export function nodeTestDriver(folder: string): Driver {
  return async () => {
    await once(spawn(process.execPath, ["--test"], { cwd: folder, stdio: "ignore" }), "close");
  };
}

/** A project with one test, for the testing server and its runner alike. */
export function writeProject(home: string): string {
  const folder = join(home, "project");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    '{ "name": "bench", "type": "module", "scripts": { "test": "node --test" } }',
  );
  writeFileSync(join(folder, "one.test.js"), 'import { test } from "node:test";\ntest("passes", () => {});\n');
  return folder;
}
