import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connectorFor, databaseFile, temporaryFolder } from "./sqlite.fixture.ts";
import { inspectFile } from "./sqlite-file.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const signal = new AbortController().signal;
const SCHEMA = ["CREATE TABLE t (x TEXT)", "INSERT INTO t SELECT hex(randomblob(100)) FROM pragma_function_list"];

function count(path: string): Promise<unknown> {
  const request = { sql: "SELECT count(*) > 0, sum(length(x)) > 0 FROM t", offset: 0, maxRows: 1, maxBytes: 1_000 };
  return connectorFor(path).runQuery(request, signal);
}

describe("a database file that cannot be used", () => {
  test("is told apart when it does not exist, and not created", async () => {
    const folder = await temporaryFolder();
    await expect(count(join(folder, "shop.db"))).rejects.toMatchObject({
      code: "unavailable",
      message: "The database file shop.db does not exist.",
    });
    await expect(count(join(folder, "missing", "shop.db"))).rejects.toMatchObject({ message: /does not exist/ });
    expect(await readdir(folder)).toEqual([]);
  });

  test("is told apart when it is a folder", async () => {
    await expect(count(await temporaryFolder())).rejects.toMatchObject({ code: "unavailable", message: /is a folder/ });
  });

  test("is told apart when it is a pipe, without waiting for a writer", async () => {
    const pipe = join(await temporaryFolder(), "pipe.db");
    await promisify(execFile)("mkfifo", [pipe]);
    await expect(count(pipe)).rejects.toMatchObject({ code: "unavailable", message: /not a regular file/ });
  });

  test("is told apart when it is no database or encrypted", async () => {
    const path = join(await temporaryFolder(), "notes.db");
    await writeFile(path, "Dear diary, ".repeat(1_000));
    await expect(count(path)).rejects.toMatchObject({
      code: "unavailable",
      message: /not an SQLite database, or it is encrypted/,
    });
  });

  test("is told apart when its pages are damaged", async () => {
    const path = await databaseFile(SCHEMA);
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xa5, 100));
    await expect(count(path)).rejects.toMatchObject({ code: "unavailable", message: /damaged/, hint: /backup/ });
  });

  test("is told apart when it was cut off", async () => {
    const path = await databaseFile(SCHEMA);
    await truncate(path, 4_096 + 512);
    await expect(count(path)).rejects.toMatchObject({ code: "unavailable", message: /damaged/ });
  });

  test("works again as soon as it is there", async () => {
    const path = join(await temporaryFolder(), "late.db");
    const connector = connectorFor(path);
    await expect(connector.readFacts(signal)).rejects.toMatchObject({ code: "unavailable" });
    await copyFile(await databaseFile(SCHEMA), path);
    expect(await connector.readFacts(signal)).toMatchObject({ tables: 1 });
  });
});

/** Runs `sql` in a Node of its own that is then killed, as by a power cut. */
async function writeAndDie(path: string, sql: string): Promise<void> {
  const script = `
    const { default: BetterSqlite3 } = await import(${JSON.stringify(import.meta.resolve("better-sqlite3"))});
    new BetterSqlite3(${JSON.stringify(path)}).exec(${JSON.stringify(sql)});
    process.kill(process.pid, "SIGKILL");`;
  const dying = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  await expect(dying).rejects.toMatchObject({ signal: "SIGKILL" });
}

/** Counts as a user without any rights, since tests may run as root, whom no permission stops. */
async function countAsNobody(path: string): Promise<string> {
  const root = process.getuid?.() === 0;
  const module = new URL("./sqlite.ts", import.meta.url).href;
  const script = `
    const { SqliteConnector } = await import(${JSON.stringify(module)});
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const options = { name: "t", locate: async () => ${JSON.stringify(path)}, maxProcesses: 1, memoryMb: 256, log };
    const connector = new SqliteConnector(options);
    const request = { sql: "SELECT count(*) > 0 FROM t", offset: 0, maxRows: 1, maxBytes: 1000 };
    const page = connector.runQuery(request, new AbortController().signal);
    console.log(await page.then(({ rows }) => rows[0][0], (error) => error.code + ": " + error.message));
    await connector.close();`;
  const args = ["--conditions=@quartet/source", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, root ? { uid: 65_534, gid: 65_534 } : {});
  return stdout.trim();
}

describe("a database file without permission", () => {
  test("is told apart when it may not be read", async () => {
    const path = await databaseFile(SCHEMA);
    await chmod(dirname(path), 0o755);
    await chmod(path, 0o000);
    expect(await countAsNobody(path)).toBe("unavailable: The database file test.db may not be read by this user.");
  });

  test("is told apart when its folder may not be entered", async () => {
    const path = await databaseFile(SCHEMA);
    await chmod(dirname(path), 0o000);
    onTestFinished(() => chmod(dirname(path), 0o700));
    expect(await countAsNobody(path)).toMatch(/^unavailable: .* may not be read by this user\.$/);
  });

  test("is told apart when it has a write-ahead log in a read-only folder", async () => {
    const path = await databaseFile(["PRAGMA journal_mode = WAL", ...SCHEMA]);
    await chmod(path, 0o644);
    await chmod(dirname(path), 0o555);
    onTestFinished(() => chmod(dirname(path), 0o700));
    expect(await countAsNobody(path)).toMatch(
      /^unavailable: .* uses a write-ahead log, and its folder is read-only\.$/,
    );
  });

  test("is no trouble when it is only not writable", async () => {
    const path = await databaseFile(SCHEMA);
    await chmod(path, 0o444);
    await chmod(dirname(path), 0o555);
    onTestFinished(() => chmod(dirname(path), 0o700));
    expect(await countAsNobody(path)).toBe("1");
  });
});

describe("a database file that can be used", () => {
  test("is read while another program has it open with a write-ahead log", async () => {
    const path = await databaseFile(["PRAGMA journal_mode = WAL", ...SCHEMA]);
    const writer = new BetterSqlite3(path);
    onTestFinished(() => void writer.close());
    writer.exec("INSERT INTO t VALUES ('fresh')");
    const before = await readFile(path);
    await expect(count(path)).resolves.toMatchObject({ rows: [[1, 1]] });
    expect(await readFile(path)).toEqual(before);
  });

  test("may be empty, linked to, or have a name that looks like a URL", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "empty.db"), "");
    await expect(connectorFor(join(folder, "empty.db")).readFacts(signal)).resolves.toMatchObject({ tables: 0 });
    await symlink(await databaseFile(SCHEMA), join(folder, "link.db"));
    await expect(count(join(folder, "link.db"))).resolves.toMatchObject({ rows: [[1, 1]] });
    await mkdir(join(folder, "file:"));
    await copyFile(await databaseFile(SCHEMA), join(folder, "file:", "a?mode=rwc#b.db"));
    await expect(count(join(folder, "file:", "a?mode=rwc#b.db"))).resolves.toMatchObject({ rows: [[1, 1]] });
  });

  test("is read up to the last commit after a writer with a write-ahead log was killed", async () => {
    const path = await databaseFile(["PRAGMA journal_mode = WAL", ...SCHEMA]);
    await writeAndDie(path, "INSERT INTO t VALUES ('committed'); BEGIN; INSERT INTO t VALUES ('lost');");
    const request = { sql: "SELECT x FROM t WHERE x IN ('committed', 'lost')", offset: 0, maxRows: 9, maxBytes: 1_000 };
    expect((await connectorFor(path).runQuery(request, signal)).rows).toEqual([["committed"]]);
  });

  test("is told apart when a writer was killed in the middle of a change that only a writer can undo", async () => {
    const path = await databaseFile(SCHEMA);
    const change = "PRAGMA cache_size = 1; BEGIN; INSERT INTO t SELECT hex(randomblob(200)) FROM t, t LIMIT 3000;";
    await writeAndDie(path, change);
    const before = await readFile(path);
    await expect(count(path)).rejects.toMatchObject({
      code: "unavailable",
      message: /program that crashed/,
      hint: /write/,
    });
    expect((await readFile(path)).equals(before)).toBe(true);
    new BetterSqlite3(path).exec("SELECT count(*) FROM t").close();
    await expect(count(path)).resolves.toMatchObject({ rows: [[1, 1]] });
  });

  test("reports busy while another program holds an exclusive lock", async () => {
    const path = await databaseFile(SCHEMA);
    const writer = new BetterSqlite3(path);
    onTestFinished(() => void writer.close());
    writer.exec("BEGIN EXCLUSIVE");
    await expect(count(path)).rejects.toMatchObject({ code: "busy" });
    writer.exec("COMMIT");
    await expect(count(path)).resolves.toMatchObject({ rows: [[1, 1]] });
  });

  test("is told apart from another one put in its place", async () => {
    const [first, second] = [await databaseFile(SCHEMA), await databaseFile(SCHEMA)];
    expect((await inspectFile(first)).id).not.toBe((await inspectFile(second)).id);
    expect(await inspectFile(first)).toEqual(await inspectFile(first));
  });

  test("is told apart from a deleted one whose number in the file system it got", async () => {
    const path = join(await temporaryFolder(), "shop.db");
    await writeFile(path, "");
    const { id } = await inspectFile(path);
    // Again until the clock of the file system has moved on.
    await vi.waitFor(async () => {
      await rm(path);
      await writeFile(path, "");
      expect((await inspectFile(path)).id).not.toBe(id);
    });
  });
});
