import type { Collector } from "./collector.ts";
import { needText, type Roots } from "./kernel-files.ts";
import type { KernelUnits } from "./kernel-units.ts";

export const CPU_MODES = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;
export type CpuMode = (typeof CPU_MODES)[number];
type CpuSeconds = Readonly<Record<CpuMode, number>>;

/** One figure for every mode. */
export function perMode(figure: (mode: CpuMode) => number): Readonly<Record<CpuMode, number>> {
  return {
    user: figure("user"),
    nice: figure("nice"),
    system: figure("system"),
    idle: figure("idle"),
    iowait: figure("iowait"),
    irq: figure("irq"),
    softirq: figure("softirq"),
    steal: figure("steal"),
  };
}

interface CpuTimes {
  /** `0`, `1`, …; numbers are missing where a CPU is offline. */
  readonly cpu: string;
  /** Seconds since boot per mode. */
  readonly seconds: CpuSeconds;
  /** Time given to virtual machines; the kernel counts it in `user` and `nice` too. */
  readonly guestSeconds?: { readonly user: number; readonly nice: number };
}

export interface CpuSample {
  readonly cpus: readonly CpuTimes[];
  readonly kernel?: KernelCounters;
}

/** The rest of /proc/stat. */
interface KernelCounters {
  readonly bootTimeSeconds?: number;
  readonly contextSwitches?: number;
  readonly interrupts?: number;
  readonly forks?: number;
  readonly running?: number;
  readonly blocked?: number;
}

const COUNTERS: Readonly<Record<string, keyof KernelCounters>> = {
  btime: "bootTimeSeconds",
  ctxt: "contextSwitches",
  intr: "interrupts",
  processes: "forks",
  procs_running: "running",
  procs_blocked: "blocked",
};

export function cpuCollector(roots: Roots, units: KernelUnits): Collector<CpuSample> {
  return { collect: async () => parseStat(await needText(roots.proc, "stat"), units.ticksPerSecond) };
}

/** Reads /proc/stat; fields that an old kernel does not have count as zero. */
export function parseStat(text: string, ticksPerSecond: number): CpuSample {
  const cpus: CpuTimes[] = [];
  const kernel: Partial<Record<keyof KernelCounters, number>> = {};
  for (const line of text.split("\n")) {
    const [name = "", ...fields] = line.trim().split(/\s+/);
    const cpu = /^cpu(\d+)$/.exec(name)?.[1];
    const counter = Object.hasOwn(COUNTERS, name) ? COUNTERS[name] : undefined;
    if (cpu !== undefined) cpus.push(cpuTimes(cpu, fields, ticksPerSecond));
    else if (counter !== undefined && fields[0] !== undefined) kernel[counter] = Number(fields[0]);
  }
  return { cpus, kernel };
}

function cpuTimes(cpu: string, fields: readonly string[], ticksPerSecond: number): CpuTimes {
  const secondsAt = (index: number): number => Number(fields[index] ?? 0) / ticksPerSecond;
  const seconds = perMode((mode) => secondsAt(CPU_MODES.indexOf(mode)));
  const guest = CPU_MODES.length;
  return { cpu, seconds, guestSeconds: { user: secondsAt(guest), nice: secondsAt(guest + 1) } };
}
