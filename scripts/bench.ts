// Prints start-up, call latency, tool-list tokens and memory of each built server beside a bare SDK echo server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { type Measurement, renderReport } from "./bench/report.ts";
import { StdioPeer } from "./bench/stdio-peer.ts";
import { createSubjects, ECHO, type Subject } from "./bench/subjects.ts";

const STARTS = 15;

const home = mkdtempSync(join(tmpdir(), "quartet-bench-"));
const env = { ...process.env, QUARTET_HOME: home };

try {
  const subjects = [ECHO, ...createSubjects(home)];
  const measured = new Map(subjects.map((subject) => [subject, emptyMeasurement()]));
  for (const subject of subjects) await measureStart(subject, emptyMeasurement());
  // Turn by turn, so that a slow moment of the machine meets all of them.
  for (let round = 0; round < STARTS; round += 1) {
    for (const [subject, into] of measured) await measureStart(subject, into);
  }
  for (const [subject, into] of measured) await measureCalls(subject, into);
  console.log(renderReport(measured));
} finally {
  rmSync(home, { recursive: true, force: true });
}

function emptyMeasurement(): Measurement {
  return {
    startMs: [],
    callMs: [],
    driverMs: [],
    idleMb: [],
    usedMb: Number.NaN,
    tools: 0,
    toolTokens: 0,
    listTokens: 0,
  };
}

async function measureStart(subject: Subject, into: Measurement): Promise<void> {
  const started = performance.now();
  const peer = new StdioPeer(subject.command, env);
  await peer.open();
  const { tools = [] } = await peer.request("tools/list");
  into.startMs.push(performance.now() - started);
  into.idleMb.push((peer.memoryBytes({ descendants: false }) ?? Number.NaN) / 1e6);
  await peer.close();
  into.tools = tools.length;
  into.toolTokens = tokens(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })));
  into.listTokens = tokens(tools);
}

async function measureCalls(subject: Subject, into: Measurement): Promise<void> {
  const peer = new StdioPeer(subject.command, env);
  await peer.open();
  const call = async (tool: string, args: object): Promise<void> => {
    await peer.request("tools/call", { name: tool, arguments: args });
  };
  if (subject.prepare !== undefined) await call(subject.prepare.tool, subject.prepare.args);
  const { driver } = subject;
  await repeat(Math.ceil(subject.calls / 10), () => call(subject.tool, subject.args), []);
  for (let round = 0; round < subject.calls; round += 1) {
    await repeat(1, () => call(subject.tool, subject.args), into.callMs);
    if (driver !== undefined) await repeat(1, driver, into.driverMs);
  }
  into.usedMb = (peer.memoryBytes({ descendants: true }) ?? Number.NaN) / 1e6;
  await peer.close();
}

async function repeat(times: number, work: () => Promise<void> | void, elapsedMs: number[]): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    const started = performance.now();
    await work();
    elapsedMs.push(performance.now() - started);
  }
}

/** What a model reads, at four bytes a token. */
function tokens(value: readonly object[]): number {
  return Math.round(value.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0) / 4);
}
