import { plainLine } from "@quartet/core";
import type { Reading, Samples } from "../collectors/collector.ts";
import type { Pressure } from "../collectors/pressure.ts";
import { coreCount, processRates } from "../measure/rates.ts";
import type { Measurement } from "../measure/sampler.ts";
import type { Overview } from "../models.ts";
import { round } from "../round.ts";
import { findUnusual } from "./findings.ts";
import { describeCpu, describeMemory, describeProcess } from "./resources.ts";
import { describeDiskActivity, describeDisks, describeNetwork } from "./devices.ts";

export interface OverviewOptions {
  readonly topProcesses: number;
  readonly takenAt: Date;
}

const MAX_DEVICES = 12;

/** Puts two readings into the answer that people and models read. */
export function buildOverview(measurement: Measurement, options: OverviewOptions): Overview {
  const { later, windowSeconds } = measurement;
  const { samples } = later;
  const disks = describeDisks(samples.filesystems ?? []);
  const diskActivity = describeDiskActivity(measurement);
  const network = describeNetwork(measurement);
  const cpu = describeCpu(measurement);
  const memory = describeMemory(measurement);
  const facts = {
    takenAt: options.takenAt.toISOString(),
    windowSeconds: round(windowSeconds, 2),
    ...describeHost(samples),
    ...(cpu && { cpu }),
    ...(memory && { memory }),
    ...(samples.load && { load: samples.load }),
    ...(samples.pressure && { pressure: describePressure(samples.pressure) }),
    disks: disks.slice(0, MAX_DEVICES),
    diskActivity: diskActivity.slice(0, MAX_DEVICES),
    network: network.slice(0, MAX_DEVICES),
    ...(samples.cgroup?.pids && { pids: samples.cgroup.pids }),
    ...describeProcesses(measurement, options.topProcesses),
    omitted: {
      disks: Math.max(0, disks.length - MAX_DEVICES),
      diskActivity: Math.max(0, diskActivity.length - MAX_DEVICES),
      network: Math.max(0, network.length - MAX_DEVICES),
    },
    unavailable: describeFailures(later),
  };
  return { ...facts, findings: findUnusual({ ...facts, disks }) };
}

function describeHost(samples: Partial<Samples>): Pick<Overview, "host"> {
  const { host } = samples;
  if (host === undefined) return {};
  return {
    host: {
      name: plainLine(host.hostName, 100),
      system: plainLine(`${host.system} ${host.release} ${host.machine}`, 100),
      uptimeSeconds: Math.round(host.uptimeSeconds),
      cores: coreCount(samples),
    },
  };
}

function describePressure({ cpu, memory, io }: Samples["pressure"]): NonNullable<Overview["pressure"]> {
  return {
    ...(cpu && { cpu: describeShare(cpu) }),
    ...(memory && { memory: describeShare(memory) }),
    ...(io && { io: describeShare(io) }),
  };
}

function describeShare({ some, full }: Pressure): { avg10: number; avg60: number; fullAvg10?: number } {
  return { avg10: some?.avg10 ?? 0, avg60: some?.avg60 ?? 0, ...(full && { fullAvg10: full.avg10 }) };
}

function describeProcesses(
  measurement: Measurement,
  top: number,
): Pick<Overview, "processes" | "topByCpu" | "topByMemory"> {
  const rates = processRates(measurement);
  const wereZombies = new Set(
    measurement.earlier.samples.processes?.processes.filter(isZombie).map(({ identity }) => identity),
  );
  const busy = rates.filter(({ cpuPercent }) => cpuPercent > 0);
  return {
    processes: {
      total: rates.length,
      // Every process is a zombie for a moment; one that stays is news.
      zombies: rates.filter((rate) => isZombie(rate) && wereZombies.has(rate.identity)).length,
      partial: measurement.later.samples.processes?.partial ?? false,
    },
    topByCpu: busy
      .toSorted((a, b) => b.cpuPercent - a.cpuPercent)
      .slice(0, top)
      .map(describeProcess),
    topByMemory: rates
      .toSorted((a, b) => b.memoryBytes - a.memoryBytes)
      .slice(0, top)
      .map(describeProcess),
  };
}

function isZombie({ state }: { readonly state: string }): boolean {
  return state === "zombie";
}

function describeFailures({ outcomes }: Reading): Overview["unavailable"] {
  return outcomes.filter(({ ok }) => !ok).map(({ aspect, reason = "unknown" }) => ({ what: aspect, reason }));
}
