import type { Machine } from "../collectors/collector.ts";
import type { ProcessState } from "../collectors/process-stat.ts";
import { showCommandLine } from "../command-line.ts";
import type { ProcessRate } from "../measure/rates.ts";

export const PROCESS_SORTS = ["cpu", "memory", "swap", "threads", "started", "pid", "name"] as const;
export type ProcessSort = (typeof PROCESS_SORTS)[number];

export interface ProcessFilter {
  /** Part of the name or the command line as it is shown: what is masked there cannot be searched for. */
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  readonly pid?: number | undefined;
  readonly state?: ProcessState | undefined;
}

const MAX_COMMAND_LENGTH = 240;
const READ_AT_ONCE = 32;

/** The processes that fit every given criterion. Command lines are read only when they decide, and never for the rest. */
export async function selectProcesses(
  rates: readonly ProcessRate[],
  filter: ProcessFilter,
  { machine, signal }: { machine: Machine; signal: AbortSignal },
): Promise<readonly ProcessRate[]> {
  const candidates = rates.filter(
    ({ pid, user, state }) =>
      (filter.pid === undefined || pid === filter.pid) &&
      (filter.user === undefined || user === filter.user) &&
      (filter.state === undefined || state === filter.state),
  );
  if (filter.name === undefined) return candidates;
  const wanted = filter.name.toLowerCase();
  const selected: ProcessRate[] = [];
  for (let at = 0; at < candidates.length; at += READ_AT_ONCE) {
    signal.throwIfAborted();
    const batch = candidates.slice(at, at + READ_AT_ONCE);
    // oxlint-disable-next-line no-await-in-loop -- bounded on purpose
    const fits = await Promise.all(batch.map(async (rate) => nameFits(rate, wanted, machine)));
    selected.push(...batch.filter((_, index) => fits[index]));
  }
  return selected;
}

async function nameFits(rate: ProcessRate, wanted: string, machine: Machine): Promise<boolean> {
  if (rate.name.toLowerCase().includes(wanted)) return true;
  return (await commandLineOf(rate.pid, machine)).toLowerCase().includes(wanted);
}

/** The command line as it may be shown; empty for kernel threads. */
export async function commandLineOf(
  pid: number,
  machine: Machine,
  maxLength: number = MAX_COMMAND_LENGTH,
): Promise<string> {
  return showCommandLine(await machine.commandLine(pid), maxLength);
}

const ORDER: Readonly<Record<ProcessSort, (a: ProcessRate, b: ProcessRate) => number>> = {
  cpu: (a, b) => b.cpuPercent - a.cpuPercent,
  memory: (a, b) => b.memoryBytes - a.memoryBytes,
  swap: (a, b) => (b.swapBytes ?? 0) - (a.swapBytes ?? 0),
  threads: (a, b) => (b.threads ?? 0) - (a.threads ?? 0),
  started: (a, b) => (b.startedAtSeconds ?? 0) - (a.startedAtSeconds ?? 0),
  pid: (a, b) => a.pid - b.pid,
  name: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)),
};

/** The most first, the latest start first, pids and names upwards; equal ones by pid, so that pages fit together. */
export function sortProcesses<Row extends ProcessRate>(rows: readonly Row[], sort: ProcessSort): readonly Row[] {
  return rows.toSorted((a, b) => ORDER[sort](a, b) || a.pid - b.pid);
}
