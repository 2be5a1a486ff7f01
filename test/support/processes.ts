import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** A zombie has ended; only its parent has not noticed yet. */
  readonly ended: boolean;
}

/** All processes below `pid`, children of children included. */
export function descendantsOf(pid: number): number[] {
  const entries = readProcesses().filter(({ ended }) => !ended);
  const below = (parent: number): number[] =>
    entries.flatMap((entry) => (entry.parent === parent ? [entry.pid, ...below(entry.pid)] : []));
  return below(pid);
}

export function isRunning(pid: number): boolean {
  return readProcesses().some((entry) => entry.pid === pid && !entry.ended);
}

function readProcesses(): ProcessEntry[] {
  if (!existsSync("/proc/self/stat")) return readPs();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStat);
}

function readStat(pid: string): ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command stands in parentheses and may hold anything, parentheses too.
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(pid), parent: Number(parent), ended: state === "Z" }];
  } catch {
    return [];
  }
}

function readPs(): ProcessEntry[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid = "", parent = "", state = ""] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), ended: state.startsWith("Z") };
  });
}
