import process from "node:process";
import type { Subject } from "./subjects.ts";

export interface Measurement {
  readonly startMs: number[];
  readonly callMs: number[];
  readonly driverMs: number[];
  readonly idleMb: number[];
  usedMb: number;
  tools: number;
  toolTokens: number;
  listTokens: number;
}

const COLUMNS = [
  "server",
  "start ms",
  "x",
  "call ms",
  "engine ms",
  "x",
  "idle MB",
  "x",
  "used MB",
  "tools",
  "tokens",
  "list tokens",
];

const LEGEND = `start: from spawning to the answer of tools/list; x: ratio to the echo server
call: median; engine: the same work without a server; x: (call - engine) / the echo server's call
idle: proportional memory before the first call; used: after all calls, with child processes
tokens: name, description and inputSchema of all tools at 4 bytes each; list: all that tools/list sends`;

/** The table of one run. The first measurement is the yardstick. */
export function renderReport(measured: ReadonlyMap<Subject, Measurement>): string {
  const [echo] = measured.values();
  const rows = [...measured].map(([subject, m]) => [
    subject.name,
    ...withRatio(m.startMs, echo?.startMs),
    median(m.callMs).toFixed(2),
    m.driverMs.length === 0 ? "" : median(m.driverMs).toFixed(3),
    ((median(m.callMs) - (m.driverMs.length === 0 ? 0 : median(m.driverMs))) / median(echo?.callMs ?? [])).toFixed(2),
    ...withRatio(m.idleMb, echo?.idleMb),
    m.usedMb.toFixed(0),
    String(m.tools),
    String(m.toolTokens),
    String(m.listTokens),
  ]);
  const table = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_title, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "));
  return `Node ${process.version}, medians of one run\n\n${lines.join("\n")}\n\n${LEGEND}`;
}

function withRatio(values: readonly number[], base: readonly number[] = []): [string, string] {
  return [median(values).toFixed(0), (median(values) / median(base)).toFixed(2)];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
