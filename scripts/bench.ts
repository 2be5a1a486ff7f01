// Prints start-up, call latency, tool-list tokens and memory of each built server beside a bare SDK echo server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { StdioPeer } from "./bench/stdio-peer.ts";
import { ECHO, SERVERS, type Subject } from "./bench/subjects.ts";

const STARTS = 15;
const CALLS = 200;
const WARM_UP_CALLS = 20;

interface Measurement {
  readonly startMs: number[];
  readonly callMs: number[];
  readonly memoryMb: number[];
  readonly usedMemoryMb: number[];
  toolTokens: number;
  listTokens: number;
  tools: number;
}

const home = mkdtempSync(join(tmpdir(), "quartet-bench-"));
const env = { ...process.env, QUARTET_HOME: home };
const subjects = [ECHO, ...SERVERS];
const measured = new Map<Subject, Measurement>(
  subjects.map((subject) => [
    subject,
    { startMs: [], callMs: [], memoryMb: [], usedMemoryMb: [], toolTokens: 0, listTokens: 0, tools: 0 },
  ]),
);

try {
  for (const subject of subjects) await measureStart(subject, false);
  // Turn by turn, so that a slow moment of the machine meets all of them.
  for (let round = 0; round < STARTS; round += 1) {
    for (const subject of subjects) await measureStart(subject, true);
  }
  for (const subject of subjects) await measureCalls(subject);
  report();
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** From spawning the process to the answer of `tools/list`; then the memory it holds, idle. */
async function measureStart(subject: Subject, counts: boolean): Promise<void> {
  const started = performance.now();
  const peer = new StdioPeer(subject.command, env);
  await peer.open();
  const { tools = [] } = await peer.request("tools/list");
  const elapsedMs = performance.now() - started;
  const memoryBytes = peer.memoryBytes({ descendants: false });
  await peer.close();
  const into = measured.get(subject);
  if (!counts || into === undefined) return;
  into.startMs.push(elapsedMs);
  if (memoryBytes !== undefined) into.memoryMb.push(memoryBytes / 1e6);
  const seen = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  into.tools = tools.length;
  into.toolTokens = tokens(seen);
  into.listTokens = tokens(tools);
}

async function measureCalls(subject: Subject): Promise<void> {
  const peer = new StdioPeer(subject.command, env);
  await peer.open();
  const call = (tool: string, args: object): Promise<unknown> =>
    peer.request("tools/call", { name: tool, arguments: args });
  if (subject.prepare !== undefined) await call(subject.prepare.tool, subject.prepare.args);
  for (let index = 0; index < WARM_UP_CALLS; index += 1) await call(subject.tool, subject.args);
  for (let index = 0; index < CALLS; index += 1) {
    const started = performance.now();
    await call(subject.tool, subject.args);
    measured.get(subject)?.callMs.push(performance.now() - started);
  }
  measured.get(subject)?.usedMemoryMb.push((peer.memoryBytes({ descendants: true }) ?? Number.NaN) / 1e6);
  await peer.close();
}

/** What a model reads, at four bytes a token. */
function tokens(value: readonly object[]): number {
  return Math.round(value.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0) / 4);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(): void {
  const echo = measured.get(ECHO);
  const rows = [...measured].map(([subject, m]) => [
    subject.name,
    ...withRatio(m.startMs, echo?.startMs),
    ...withRatio(m.callMs, echo?.callMs, 2),
    ...withRatio(m.memoryMb, echo?.memoryMb),
    median(m.usedMemoryMb).toFixed(0),
    String(m.tools),
    String(m.toolTokens),
    String(m.listTokens),
  ]);
  const head = ["server", "start ms", "x", "call ms", "x", "idle MB", "x", "used MB", "tools", "tokens", "list tokens"];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  console.log(
    `Node ${process.version}; medians of ${STARTS} starts and ${CALLS} calls; x = ratio to the echo server;\nidle = before the first call, used = after all calls, with child processes\n`,
  );
  for (const row of [head, ...rows])
    console.log(row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "));
  const servers = SERVERS.map((subject) => measured.get(subject)?.toolTokens ?? 0);
  console.log(`\nAll four tool lists together: ${servers.reduce((sum, count) => sum + count, 0)} tokens`);
}

function withRatio(values: readonly number[], base: readonly number[] = [], digits = 0): [string, string] {
  return [median(values).toFixed(digits), (median(values) / median(base)).toFixed(2)];
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
