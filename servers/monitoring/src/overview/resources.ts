import { plainLine } from "@quartet/core";
import { busyPercent, cgroupCpuRate, coreCount, cpuShares, pagingRate, type ProcessRate } from "../measure/rates.ts";
import type { Measurement } from "../measure/sampler.ts";
import type { Overview, ProcessInfo } from "../models.ts";
import { round } from "../round.ts";

/** The host's cores beside the cgroup's share of them: in a container the host's numbers alone mislead. */
export function describeCpu(measurement: Measurement): Overview["cpu"] {
  const { earlier, later } = measurement;
  if (earlier.samples.cpu === undefined || later.samples.cpu === undefined) return undefined;
  const shares = cpuShares(earlier.samples.cpu, later.samples.cpu);
  if (shares === undefined) return undefined;
  return {
    usedPercent: round(busyPercent(shares)),
    userPercent: round(shares.user + shares.nice),
    systemPercent: round(shares.system + shares.irq + shares.softirq),
    iowaitPercent: round(shares.iowait),
    stealPercent: round(shares.steal),
    ...describeCpuLimit(measurement),
  };
}

type CpuLimit = Pick<
  NonNullable<Overview["cpu"]>,
  "limitedBy" | "limitCores" | "limitUsedPercent" | "throttledPercent"
>;

function describeCpuLimit(measurement: Measurement): CpuLimit {
  const { samples } = measurement.later;
  const limitCores = samples.cgroup?.cpu?.limitCores;
  if (limitCores === undefined || limitCores >= coreCount(samples)) return { limitedBy: "host" };
  const used = cgroupCpuRate(measurement);
  return {
    limitedBy: "cgroup",
    limitCores: round(limitCores, 2),
    ...(used && {
      limitUsedPercent: round((used.cores / limitCores) * 100),
      throttledPercent: round(used.throttledPercent),
    }),
  };
}

export function describeMemory(measurement: Measurement): Overview["memory"] {
  const { memory, cgroup } = measurement.later.samples;
  if (memory === undefined) return undefined;
  const { totalBytes, availableBytes } = memory;
  const swapIn = pagingRate(measurement, "pswpin");
  const swapOut = pagingRate(measurement, "pswpout");
  const limitBytes = cgroup?.memory?.limitBytes;
  const limited = limitBytes !== undefined && limitBytes < totalBytes;
  const workingSetBytes = cgroup?.memory?.workingSetBytes ?? 0;
  return {
    totalBytes,
    availableBytes,
    usedPercent: totalBytes > 0 ? round((1 - availableBytes / totalBytes) * 100) : 0,
    swapTotalBytes: memory.swapTotalBytes,
    swapUsedBytes: Math.max(0, memory.swapTotalBytes - memory.swapFreeBytes),
    ...(swapIn !== undefined && swapOut !== undefined && { swapPagesPerSecond: round(swapIn + swapOut) }),
    limitedBy: limited ? "cgroup" : "host",
    ...(limited && {
      limitBytes,
      limitUsedPercent: limitBytes > 0 ? round((workingSetBytes / limitBytes) * 100) : 100,
    }),
  };
}

export function describeProcess(rate: ProcessRate): ProcessInfo {
  const { pid, parentPid, state, memoryBytes, user, threads, startedAtSeconds } = rate;
  return {
    pid,
    parentPid,
    name: plainLine(rate.name, 64),
    ...(user !== undefined && { user: plainLine(user, 64) }),
    state,
    cpuPercent: round(rate.cpuPercent),
    memoryBytes,
    ...(threads !== undefined && { threads }),
    ...(startedAtSeconds !== undefined && { startedAt: new Date(Math.round(startedAtSeconds) * 1000).toISOString() }),
  };
}
