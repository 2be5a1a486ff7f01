import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "./open-store.ts";
import { formatRevision, parseRevision } from "./revision.ts";
import type { EventRecord } from "./log-page.ts";
import type { Store } from "./store.ts";
import { waitForEvents } from "./wait-for-events.ts";

const FIXTURE = fileURLToPath(new URL("process.fixture.ts", import.meta.url));

let home = "";
let store: Store;
let children: Child[] = [];

interface Child {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "quartet-processes-"));
  store = await openStore({ kind: "local", home, namespace: "shared" });
});
afterEach(async () => {
  for (const child of children) child.process.kill("SIGKILL");
  await Promise.all(children.map((child) => child.ended));
  children = [];
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

function start(job: string, name: string, count: number): Child {
  const args = ["--conditions=@quartet/source", FIXTURE, home, job, name, String(count)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  const started = { process: child, lines, ended };
  children.push(started);
  return started;
}

async function allEvents(): Promise<readonly EventRecord[]> {
  const head = parseRevision(await store.head(), "cursor");
  const page = await store.read({ cursor: formatRevision(head.epoch, 0), limit: 100_000 });
  expect(page).not.toHaveProperty("gap");
  return page.events;
}

const oneTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

test(
  "four processes writing at once make one contiguous order without loss or double",
  { timeout: 60_000 },
  async () => {
    const writers = ["a", "b", "c", "d"].map((name) => start("put", name, 300));
    expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual([0, 0, 0, 0]);
    const events = await allEvents();
    expect(events.map((event) => event.sequence)).toEqual(oneTo(1_200));
    expect(new Set(events.map((event) => event.key)).size).toBe(1_200);
    for (const name of ["a", "b", "c", "d"]) {
      const own = events.filter((event) => event.by === name).map((event) => event.key);
      expect(own).toEqual(Array.from({ length: 300 }, (_, n) => `${name}/${n}`));
    }
  },
);

test("compare-and-set increments of three processes add up exactly", { timeout: 60_000 }, async () => {
  const writers = ["a", "b", "c"].map((name) => start("increment", name, 200));
  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual([0, 0, 0]);
  expect(await store.get(["counter"])).toMatchObject([{ value: 600 }]);
  expect((await allEvents()).map((event) => event.sequence)).toEqual(oneTo(600));
});

test("patches of two processes to one value all take effect", { timeout: 60_000 }, async () => {
  await store.put({ key: "shared", value: {}, by: "test" });
  const writers = ["a", "b"].map((name) => start("patch", name, 100));
  expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual([0, 0]);
  const [entry] = await store.get(["shared"]);
  expect(Object.keys(entry?.value as object)).toHaveLength(200);
});

test(
  "what was acknowledged before a SIGKILL is there, and its repetition has no second effect",
  { timeout: 60_000 },
  async () => {
    const writers = ["a", "b", "c"].map((name) => start("put", name, 100_000));
    for (const writer of writers) {
      await expect.poll(() => writer.lines.length, { timeout: 30_000 }).toBeGreaterThan(100);
      writer.process.kill("SIGKILL");
      expect(await writer.ended).toBe("SIGKILL");
    }
    const events = await allEvents();
    const bySequence = new Map(events.map((event) => [event.sequence, event.key]));
    for (const [index, name] of ["a", "b", "c"].entries()) {
      for (const line of writers[index]?.lines.slice(0, -1) ?? []) {
        const [n, revision = ""] = line.split(" ");
        expect(bySequence.get(parseRevision(revision, "revision").sequence)).toBe(`${name}/${n}`);
      }
    }
    expect(events.map((event) => event.sequence)).toEqual(oneTo(events.length));
    const again = await store.put({ key: "a/0", value: 0, by: "a", operationId: "a-0" });
    expect(again).toMatchObject({ replayed: true, revision: writers[0]?.lines[0]?.split(" ")[1] });
    expect(await allEvents()).toHaveLength(events.length);
  },
);

test(
  "a process that waits wakes for the write of another, and the other for its answer",
  { timeout: 60_000 },
  async () => {
    const rounds = 20;
    const echo = start("echo", "echo", rounds);
    await expect.poll(() => echo.lines, { timeout: 30_000 }).toContain("ready");
    let cursor = await store.head();
    const { signal } = new AbortController();
    for (let n = 0; n < rounds; n++) {
      await store.put({ key: `ping/${n}`, value: n, by: "test" });
      const request = { cursor, limit: 10, keyPattern: "pong/*" };
      const page = await waitForEvents(store, request, { timeoutMs: 30_000, signal });
      expect(page.events).toMatchObject([{ key: `pong/ping/${n}`, by: "echo" }]);
      ({ cursor } = page);
    }
    expect(await echo.ended).toBe(0);
  },
);
