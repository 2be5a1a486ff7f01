import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { Collector } from "./collector.ts";
import { isAbsent, isForbidden, needText, readText, type Roots } from "./kernel-files.ts";
import type { KernelUnits } from "./kernel-units.ts";
import { parseProcessStat, type ProcessStat, type ProcessState } from "./process-stat.ts";
import { readUserNames } from "./users.ts";

export interface ProcessSample {
  /** Names one process for good: pids are used again. */
  readonly identity: string;
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  readonly state: ProcessState;
  readonly user?: string;
  readonly threads?: number;
  readonly memoryBytes: number;
  readonly swapBytes?: number;
  /** CPU time used so far; rates come from two samples. */
  readonly cpuSeconds?: number;
  /** Percent of one core, where the system gives a rate and no total. */
  readonly cpuPercent?: number;
  readonly startedAtSeconds?: number;
}

export interface ProcessTable {
  readonly processes: readonly ProcessSample[];
  /** True when this user may not see all processes (hidepid). */
  readonly partial: boolean;
}

/** Files open at once while walking; more only queue behind Node's file threads. */
const READ_AT_ONCE = 32;

export function processCollector(roots: Roots, units: KernelUnits): Collector<ProcessTable> {
  return {
    collect: async (signal) => {
      const [names, users, boot] = await Promise.all([readdir(roots.proc), readUserNames(roots), bootTime(roots)]);
      const pids = names.filter((name) => /^\d+$/.test(name));
      const walk = { roots, units, users, bootTimeSeconds: boot };
      const processes: ProcessSample[] = [];
      let hidden = !pids.includes("1");
      for (let at = 0; at < pids.length; at += READ_AT_ONCE) {
        signal?.throwIfAborted();
        // oxlint-disable-next-line no-await-in-loop -- bounded on purpose
        const batch = await Promise.all(pids.slice(at, at + READ_AT_ONCE).map(async (pid) => readProcess(pid, walk)));
        for (const found of batch) {
          if (found === "hidden") hidden = true;
          else if (found !== undefined) processes.push(found);
        }
      }
      return { processes, partial: hidden };
    },
  };
}

interface Walk {
  readonly roots: Roots;
  readonly units: KernelUnits;
  readonly users: ReadonlyMap<string, string>;
  readonly bootTimeSeconds: number | undefined;
}

/** `undefined` for a process that ended while we read, `hidden` for one that we may not read. */
async function readProcess(pid: string, walk: Walk): Promise<ProcessSample | "hidden" | undefined> {
  let statText: string;
  try {
    statText = await needText(walk.roots.proc, pid, "stat");
  } catch (error) {
    if (isForbidden(error)) return "hidden";
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const status = await readText(walk.roots.proc, pid, "status");
  const stat = parseProcessStat(statText);
  if (stat === undefined) return undefined;
  const { ticksPerSecond, pageSizeBytes } = walk.units;
  const name = THREAD_TITLES.test(stat.name) ? await programName(stat, walk.roots) : stat.name;
  // Real, effective, saved and file system uid: the effective one decides what the process may do.
  const uid = status?.match(/^Uid:\s+\d+\s+(\d+)/m)?.[1];
  const user = uid === undefined ? undefined : (walk.users.get(uid) ?? uid);
  const swapBytes = kilobytes(statusField(status, "VmSwap"));
  return {
    identity: `${stat.pid}:${stat.startTicks}`,
    pid: stat.pid,
    parentPid: stat.parentPid,
    name,
    state: stat.state,
    threads: stat.threads,
    memoryBytes: kilobytes(statusField(status, "VmRSS")) ?? stat.residentPages * pageSizeBytes,
    cpuSeconds: stat.cpuTicks / ticksPerSecond,
    ...(user !== undefined && { user }),
    ...(swapBytes !== undefined && { swapBytes }),
    ...(walk.bootTimeSeconds !== undefined && {
      startedAtSeconds: walk.bootTimeSeconds + stat.startTicks / ticksPerSecond,
    }),
  };
}

/** Titles that Node, Python and others give their first thread, which name no program. */
const THREAD_TITLES = /^(?:node-)?MainThread$/;

async function programName({ pid, name }: ProcessStat, roots: Roots): Promise<string> {
  const [program = ""] = await readCommandLine(roots, pid);
  // Some programs overwrite their arguments with one text.
  return basename(program.split(" ", 1)[0] ?? "") || name;
}

/** First value of a line in /proc/<pid>/status. The kernel escapes newlines in the name there, so lines are lines. */
function statusField(status: string | undefined, name: string): string | undefined {
  return status?.match(new RegExp(`^${name}:\\s*(\\S+)`, "m"))?.[1];
}

function kilobytes(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text) * 1024;
}

async function bootTime(roots: Roots): Promise<number | undefined> {
  const match = (await readText(roots.proc, "stat"))?.match(/^btime (\d+)$/m);
  return match ? Number(match[1]) : undefined;
}

/** Reads the arguments of a process; some programs overwrite them with one text of their own. */
export async function readCommandLine(roots: Roots, pid: number): Promise<readonly string[]> {
  const text = (await readText(roots.proc, String(pid), "cmdline")) ?? "";
  return text
    .replace(/\0+$/, "")
    .split("\0")
    .filter((argument, index) => argument !== "" || index > 0);
}
