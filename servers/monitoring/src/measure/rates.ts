import type { Samples } from "../collectors/collector.ts";
import { growth, timeGrowth } from "../collectors/counters.ts";
import { CPU_MODES, type CpuMode, type CpuSample, perMode } from "../collectors/cpu.ts";
import type { ProcessSample } from "../collectors/processes.ts";
import type { Measurement } from "./sampler.ts";

/** Share of all cores' time per mode, in percent. */
export type CpuShares = Readonly<Record<CpuMode, number>>;

/** `undefined` when no CPU is in both samples or the clock of none went on. */
export function cpuShares(earlier: CpuSample, later: CpuSample): CpuShares | undefined {
  const before = new Map(earlier.cpus.map((times) => [times.cpu, times.seconds]));
  const spent: Record<CpuMode, number> = {
    user: 0,
    nice: 0,
    system: 0,
    idle: 0,
    iowait: 0,
    irq: 0,
    softirq: 0,
    steal: 0,
  };
  for (const { cpu, seconds } of later.cpus) {
    const past = before.get(cpu);
    if (past === undefined) continue;
    for (const mode of CPU_MODES) spent[mode] += timeGrowth(past[mode], seconds[mode]);
  }
  const total = CPU_MODES.reduce((sum, mode) => sum + spent[mode], 0);
  if (total <= 0) return undefined;
  return perMode((mode) => (spent[mode] / total) * 100);
}

/** Time in which the cores did something: neither idle nor waiting for disks. */
export function busyPercent(shares: CpuShares): number {
  return Math.max(0, 100 - shares.idle - shares.iowait);
}

export interface DiskRate {
  readonly device: string;
  readonly readBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  readonly busyPercent?: number;
}

export function diskRates({ earlier, later, windowSeconds }: Measurement): readonly DiskRate[] {
  const before = new Map(earlier.samples.disks?.map((disk) => [disk.device, disk]));
  return (later.samples.disks ?? []).flatMap((disk) => {
    const past = before.get(disk.device);
    if (past === undefined) return [];
    const busySeconds = growth(past.busySeconds, disk.busySeconds);
    return [
      {
        device: disk.device,
        readBytesPerSecond: (growth(past.readBytes, disk.readBytes) ?? 0) / windowSeconds,
        writeBytesPerSecond: (growth(past.writtenBytes, disk.writtenBytes) ?? 0) / windowSeconds,
        ...(busySeconds !== undefined && { busyPercent: Math.min(100, (busySeconds / windowSeconds) * 100) }),
      },
    ];
  });
}

export interface InterfaceRate {
  readonly device: string;
  readonly receivedBytesPerSecond: number;
  readonly sentBytesPerSecond: number;
  /** Errors and drops within the window. */
  readonly faults: number;
}

export function interfaceRates({ earlier, later, windowSeconds }: Measurement): readonly InterfaceRate[] {
  const before = new Map(earlier.samples.network?.map((sample) => [sample.device, sample]));
  return (later.samples.network ?? []).flatMap((sample) => {
    const past = before.get(sample.device);
    if (past === undefined) return [];
    const grown = (way: "receive" | "transmit", name: string): number =>
      growth(past[way][name], sample[way][name]) ?? 0;
    return [
      {
        device: sample.device,
        receivedBytesPerSecond: grown("receive", "bytes") / windowSeconds,
        sentBytesPerSecond: grown("transmit", "bytes") / windowSeconds,
        faults:
          grown("receive", "errs") + grown("receive", "drop") + grown("transmit", "errs") + grown("transmit", "drop"),
      },
    ];
  });
}

/** Pages or faults per second by the kernel's name in /proc/vmstat. */
export function pagingRate({ earlier, later, windowSeconds }: Measurement, name: string): number | undefined {
  const grown = growth(earlier.samples.paging?.[name], later.samples.paging?.[name]);
  return grown === undefined ? undefined : grown / windowSeconds;
}

export interface CgroupCpuRate {
  readonly cores: number;
  /** Share of scheduling periods in which the group was held back. */
  readonly throttledPercent: number;
}

export function cgroupCpuRate({ earlier, later, windowSeconds }: Measurement): CgroupCpuRate | undefined {
  const before = earlier.samples.cgroup?.cpu;
  const now = later.samples.cgroup?.cpu;
  const used = growth(before?.usedSeconds, now?.usedSeconds);
  if (used === undefined) return undefined;
  const periods = growth(before?.periods, now?.periods) ?? 0;
  const throttled = growth(before?.throttledPeriods, now?.throttledPeriods) ?? 0;
  return {
    cores: used / windowSeconds,
    throttledPercent: periods > 0 ? Math.min(100, (throttled / periods) * 100) : 0,
  };
}

export interface ProcessRate extends ProcessSample {
  /** Percent of one core over the window. */
  readonly cpuPercent: number;
}

/** A process that began within the window is counted from its beginning. */
export function processRates({ earlier, later, windowSeconds }: Measurement): readonly ProcessRate[] {
  const before = new Map(earlier.samples.processes?.processes.map((entry) => [entry.identity, entry]));
  const cores = coreCount(later.samples);
  return (later.samples.processes?.processes ?? []).map((entry) => {
    const past = before.get(entry.identity)?.cpuSeconds ?? 0;
    const measured = entry.cpuSeconds === undefined ? undefined : timeGrowth(past, entry.cpuSeconds) / windowSeconds;
    const cpuPercent = measured === undefined ? (entry.cpuPercent ?? 0) : measured * 100;
    return { ...entry, cpuPercent: Math.min(cpuPercent, cores * 100) };
  });
}

export function coreCount(samples: Partial<Samples>): number {
  return Math.max(1, samples.cpu?.cpus.length ?? 1);
}
