import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { rename } from "node:fs/promises";
import type { Readable } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { SqliteConnector } from "./sqlite.ts";
import { connectorFor, databaseFile } from "./sqlite.fixture.ts";

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
const NUMBERS = [
  "CREATE TABLE n (i INTEGER)",
  "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s LIMIT 3000) INSERT INTO n SELECT i FROM s",
];

/** Starting a process takes its time on a busy machine. */
const WAIT = { timeout: 20_000, interval: 20 };
vi.setConfig({ testTimeout: 30_000 });

const never = new AbortController().signal;

function run(connector: SqliteConnector, sql: string, signal: AbortSignal = never) {
  return connector.runQuery({ sql, offset: 0, maxRows: 10, maxBytes: 30_000 }, signal);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a statement that takes too long", () => {
  test.each([
    ["an endless recursive query", ENDLESS],
    ["a huge cross join", "SELECT count(*) FROM n a, n b, n c, n d WHERE a.i + b.i + c.i + d.i = -1"],
    [
      "endless rows that are passed over",
      "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s) SELECT i FROM s WHERE i < 0",
    ],
  ])("is stopped: %s", async (_what, sql) => {
    const connector = connectorFor(await databaseFile(NUMBERS));
    const stop = new AbortController();
    await run(connector, "SELECT 1");
    const before = connector.pids;
    const running = run(connector, sql, stop.signal);
    // One answer from another process later, the statement runs.
    await run(connector, "SELECT 2");
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    await vi.waitFor(() => expect(before.some((pid) => !isAlive(pid))).toBe(true), WAIT);
    expect((await run(connector, "SELECT count(*) FROM n")).rows).toEqual([[3000]]);
  });

  test("leaves a warm spare for the next call", async () => {
    const connector = connectorFor(await databaseFile(NUMBERS));
    const stop = new AbortController();
    const running = run(connector, ENDLESS, stop.signal);
    await vi.waitFor(() => expect(connector.pids).toHaveLength(2), WAIT);
    const pids = connector.pids;
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    await run(connector, "SELECT 1");
    expect(pids.filter((pid) => connector.pids.includes(pid))).toHaveLength(1);
  });

  test("does not hold up other calls, up to the number of processes", async () => {
    const connector = connectorFor(await databaseFile(NUMBERS), { maxProcesses: 2 });
    const stop = new AbortController();
    const slow = run(connector, ENDLESS, stop.signal);
    expect((await run(connector, "SELECT 1")).rows).toEqual([[1]]);
    const slower = run(connector, ENDLESS, stop.signal);
    const waiting = run(connector, "SELECT 2");
    await vi.waitFor(() => expect(connector.pids).toHaveLength(2), WAIT);
    stop.abort();
    await expect(slow).rejects.toMatchObject({ code: "cancelled" });
    await expect(slower).rejects.toMatchObject({ code: "cancelled" });
    expect((await waiting).rows).toEqual([[2]]);
  });

  test("gives up its place in the queue when cancelled", async () => {
    const connector = connectorFor(await databaseFile(NUMBERS), { maxProcesses: 1 });
    const [stopSlow, stopWaiting] = [new AbortController(), new AbortController()];
    const slow = run(connector, ENDLESS, stopSlow.signal);
    await vi.waitFor(() => expect(connector.pids).toHaveLength(1), WAIT);
    const waiting = run(connector, "SELECT 1", stopWaiting.signal);
    stopWaiting.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    stopSlow.abort();
    await expect(slow).rejects.toMatchObject({ code: "cancelled" });
    expect((await run(connector, "SELECT 2")).rows).toEqual([[2]]);
  });
});

describe("a statement that takes too much memory", () => {
  test.each([
    [
      "random bytes",
      "SELECT sum(length(randomblob(400000000 + i * 0))) FROM n WHERE length(randomblob(400000000)) > i",
    ],
    ["zero bytes in hex", "SELECT length(hex(zeroblob(200000000)))"],
    ["a text replaced by longer ones", "SELECT length(replace(hex(zeroblob(10000)), '0', hex(zeroblob(10000))))"],
    ["a group of everything", "SELECT length(group_concat(hex(zeroblob(1000000)), '')) FROM n"],
    ["a sort that does not fit", "SELECT a.i, hex(randomblob(500)) AS x FROM n a, n b ORDER BY x"],
    ["a distinct that does not fit", "SELECT count(DISTINCT hex(randomblob(500))) FROM n a, n b"],
  ])("is stopped: %s", async (_what, sql) => {
    const connector = connectorFor(await databaseFile(NUMBERS), { memoryMb: 200 });
    await expect(run(connector, sql)).rejects.toMatchObject({ code: "too_large" });
    expect((await run(connector, "SELECT count(*) FROM n")).rows).toEqual([[3000]]);
  });
});

describe("query processes", () => {
  test("are gone once the connector is closed, busy or idle", async () => {
    const connector = connectorFor(await databaseFile(NUMBERS));
    const busy = run(connector, ENDLESS);
    await vi.waitFor(() => expect(connector.pids).toHaveLength(2), WAIT);
    const pids = connector.pids;
    await Promise.all([connector.close(), expect(busy).rejects.toMatchObject({ code: "unavailable" })]);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(connector.pids).toEqual([]);
  });

  test("start anew on a file that was put in place of the first", async () => {
    const path = await databaseFile(["CREATE TABLE t AS SELECT 'old' AS x"]);
    const connector = connectorFor(path);
    expect((await run(connector, "SELECT x FROM t")).rows).toEqual([["old"]]);
    await rename(await databaseFile(["CREATE TABLE t AS SELECT 'new' AS x"]), path);
    expect((await run(connector, "SELECT x FROM t")).rows).toEqual([["new"]]);
  });

  test("do not outlive a parent that is killed in the middle of a statement", async () => {
    const parent = runScript(
      await databaseFile(NUMBERS),
      `ask(${JSON.stringify(ENDLESS)});
      setInterval(() => { if (connector.pids.length === 2) console.log(JSON.stringify(connector.pids)); }, 20);`,
    );
    const pids = JSON.parse(await firstLine(parent)) as number[];
    expect(pids.filter(isAlive)).toHaveLength(2);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), WAIT);
  });

  test.each([
    ["when it does nothing more", ""],
    ["when it closes the connector", "await connector.close();"],
    [
      "when it closes the connector while a spare starts",
      "while (connector.pids.length < 2) await new Promise((resolve) => setTimeout(resolve, 5)); await connector.close();",
    ],
  ])("let a parent finish its query and end by itself %s", async (_what, after) => {
    const parent = runScript(
      await databaseFile(NUMBERS),
      `console.log(JSON.stringify((await ask("SELECT 7")).rows)); ${after}`,
    );
    const ended = once(parent, "exit");
    expect(await firstLine(parent)).toBe("[[7]]");
    expect(await ended).toEqual([0, null]);
  });
});

/** Runs `body` in a Node of its own, with a connector and a way to ask it. */
function runScript(path: string, body: string): ChildProcessByStdio<null, Readable, null> {
  const module = new URL("./sqlite.ts", import.meta.url).href;
  const script = `
    const { SqliteConnector } = await import(${JSON.stringify(module)});
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const options = { name: "t", locate: async () => ${JSON.stringify(path)}, maxProcesses: 2, memoryMb: 256, log };
    const connector = new SqliteConnector(options);
    const signal = new AbortController().signal;
    const ask = (sql) => connector.runQuery({ sql, offset: 0, maxRows: 1, maxBytes: 1000 }, signal);
    ${body}`;
  const args = ["--conditions=@quartet/source", "--input-type=module", "-e", script];
  const parent = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  return parent;
}

async function firstLine(parent: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const [chunk] = (await once(parent.stdout, "data")) as [Buffer];
  return chunk.toString().split("\n")[0] ?? "";
}
