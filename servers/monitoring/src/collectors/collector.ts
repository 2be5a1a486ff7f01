import { errorCodeOf } from "@quartet/core";
import type { CgroupSample } from "./cgroup.ts";
import type { CpuSample } from "./cpu.ts";
import type { DiskSample } from "./disk-io.ts";
import type { FilesystemSample } from "./filesystems.ts";
import type { HostSample, LoadSample } from "./host.ts";
import type { MemorySample, PagingSample } from "./memory.ts";
import type { InterfaceSample } from "./network.ts";
import type { PressureSample } from "./pressure.ts";
import type { ProcessTable } from "./processes.ts";

/** Reads one aspect of the machine, always fresh. `undefined` means that this machine has no such thing. */
export interface Collector<Sample> {
  collect(signal?: AbortSignal): Promise<Sample | undefined>;
}

/** What can be read of a machine: counters and states as they are, no rates. */
export interface Samples {
  readonly host: HostSample;
  readonly cpu: CpuSample;
  readonly memory: MemorySample;
  readonly paging: PagingSample;
  readonly load: LoadSample;
  readonly filesystems: readonly FilesystemSample[];
  readonly disks: readonly DiskSample[];
  readonly network: readonly InterfaceSample[];
  readonly pressure: PressureSample;
  readonly cgroup: CgroupSample;
  readonly processes: ProcessTable;
}

/** Every aspect, in the order of reports. */
export const ASPECTS = [
  "host",
  "cpu",
  "memory",
  "paging",
  "load",
  "filesystems",
  "disks",
  "network",
  "pressure",
  "cgroup",
  "processes",
] as const satisfies readonly (keyof Samples)[];

export type Aspect = (typeof ASPECTS)[number];

/** One collector for each aspect, with what a caller wants to know of single processes beside them. */
export type Machine = { readonly [Name in Aspect]: Collector<Samples[Name]> } & {
  /** Full command line of a process, argument by argument; empty for kernel threads and processes that ended. */
  commandLine(pid: number): Promise<readonly string[]>;
};

/** How one collector fared, so that a failing one is seen and costs the others nothing. */
export interface Outcome {
  readonly aspect: Aspect;
  readonly ok: boolean;
  readonly durationSeconds: number;
  /** Error code or class of the failure; never text from outside. */
  readonly reason?: string;
}

export interface Reading {
  /** Monotonic, so that a clock step cannot bend a rate. */
  readonly atMs: number;
  readonly samples: Partial<Samples>;
  readonly outcomes: readonly Outcome[];
}

/** Reads the given aspects side by side. */
export async function readMachine(
  machine: Machine,
  aspects: readonly Aspect[],
  signal?: AbortSignal,
): Promise<Reading> {
  const atMs = performance.now();
  const results = await Promise.all(aspects.map(async (aspect) => readAspect(machine, aspect, signal)));
  signal?.throwIfAborted();
  const samples: Partial<Samples> = Object.assign({}, ...results.map((result) => result.sample));
  return { atMs, samples, outcomes: results.map((result) => result.outcome) };
}

async function readAspect(
  machine: Machine,
  aspect: Aspect,
  signal: AbortSignal | undefined,
): Promise<{ sample: Partial<Samples>; outcome: Outcome }> {
  const startMs = performance.now();
  const durationSeconds = (): number => (performance.now() - startMs) / 1000;
  try {
    const sample = await machine[aspect].collect(signal);
    const found = sample === undefined ? {} : { [aspect]: sample };
    return { sample: found, outcome: { aspect, ok: true, durationSeconds: durationSeconds() } };
  } catch (error) {
    return { sample: {}, outcome: { aspect, ok: false, durationSeconds: durationSeconds(), reason: reasonOf(error) } };
  }
}

function reasonOf(error: unknown): string {
  return errorCodeOf(error) ?? (error instanceof Error ? error.name : "unknown");
}
