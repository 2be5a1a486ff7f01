import os from "node:os";
import type information from "systeminformation";
import type { Systeminformation } from "systeminformation";
import type { Collector, Machine, Samples } from "./collector.ts";
import { type CpuMode, type CpuSample, perMode } from "./cpu.ts";
import { PROCESS_STATES, type ProcessState } from "./process-stat.ts";
import type { ProcessSample } from "./processes.ts";

/** Loaded at the first use: it is large, and Linux never needs it. */
const load = async (): Promise<typeof information> => (await import("systeminformation")).default;

const nothing: Collector<never> = { collect: async () => undefined };

/** Reads macOS, Windows and the BSDs in the same shape, as far as they tell. */
export function portableMachine(platform: NodeJS.Platform): Machine {
  // Listing starts a program, so command lines come from the list read last.
  let listed: readonly Systeminformation.ProcessesProcessData[] = [];
  return {
    host: { collect: async () => hostSample() },
    cpu: { collect: async () => cpuSample(os.cpus()) },
    memory: { collect: async () => memorySample(await (await load()).mem()) },
    paging: nothing,
    // Windows has no load average; Node answers with zeros there.
    load: platform === "win32" ? nothing : { collect: async () => loadSample() },
    filesystems: { collect: async () => (await (await load()).fsSize()).map(filesystemSample) },
    disks: { collect: async () => await diskSamples() },
    network: { collect: async () => (await (await load()).networkStats("*")).map(interfaceSample) },
    pressure: nothing,
    cgroup: nothing,
    processes: {
      collect: async () => {
        listed = (await (await load()).processes()).list;
        return { processes: listed.map((entry) => processSample(entry, platform)), partial: false };
      },
    },
    commandLine: async (pid) => {
      const found = listed.find((entry) => entry.pid === pid);
      return found === undefined ? [] : [found.command, ...found.params.split(" ").filter(Boolean)];
    },
  };
}

function hostSample(): Samples["host"] {
  return {
    system: os.type(),
    release: os.release(),
    version: os.version(),
    machine: os.machine(),
    hostName: os.hostname(),
    domainName: "",
    uptimeSeconds: os.uptime(),
  };
}

function cpuSample(cpus: readonly os.CpuInfo[]): CpuSample {
  return {
    cpus: cpus.map(({ times }, index) => {
      const { user, nice, sys: system, idle, irq } = times;
      const ms: Partial<Record<CpuMode, number>> = { user, nice, system, idle, irq };
      return { cpu: String(index), seconds: perMode((mode) => (ms[mode] ?? 0) / 1000) };
    }),
    kernel: { bootTimeSeconds: Math.round(Date.now() / 1000 - os.uptime()) },
  };
}

function loadSample(): Samples["load"] {
  const [one = 0, five = 0, fifteen = 0] = os.loadavg();
  return { one, five, fifteen };
}

function memorySample(memory: Systeminformation.MemData): Samples["memory"] {
  return {
    totalBytes: memory.total,
    availableBytes: memory.available,
    swapTotalBytes: memory.swaptotal,
    swapFreeBytes: memory.swapfree,
  };
}

function filesystemSample(entry: Systeminformation.FsSizeData): Samples["filesystems"][number] {
  const space = { sizeBytes: entry.size, freeBytes: entry.size - entry.used, availableBytes: entry.available };
  return { device: entry.fs, mountPoint: entry.mount, type: entry.type, readOnly: entry.rw === false, space };
}

/** One line for all disks: these systems give no totals per device. */
async function diskSamples(): Promise<Samples["disks"] | undefined> {
  const { disksIO, fsStats } = await load();
  const [operations, bytes] = await Promise.all([disksIO(), fsStats()]);
  // The declared types leave out that Windows answers null.
  if ((operations as unknown) === null || (bytes as unknown) === null) return undefined;
  return [
    { device: "all", reads: operations.rIO, writes: operations.wIO, readBytes: bytes.rx, writtenBytes: bytes.wx },
  ];
}

function interfaceSample(entry: Systeminformation.NetworkStatsData): Samples["network"][number] {
  return {
    device: entry.iface,
    receive: { bytes: entry.rx_bytes, errs: entry.rx_errors, drop: entry.rx_dropped },
    transmit: { bytes: entry.tx_bytes, errs: entry.tx_errors, drop: entry.tx_dropped },
    state: entry.operstate,
  };
}

function processSample(entry: Systeminformation.ProcessesProcessData, platform: NodeJS.Platform): ProcessSample {
  const startedAtMs = Date.parse(entry.started);
  // ps of macOS counts percent of one core, the others of all cores.
  const cpuPercent = entry.cpu * (platform === "darwin" ? 1 : os.cpus().length);
  return {
    identity: `${entry.pid}:${entry.started}`,
    pid: entry.pid,
    parentPid: entry.parentPid,
    name: entry.name,
    state: stateOf(entry.state),
    memoryBytes: entry.memRss * 1024,
    ...(Number.isFinite(cpuPercent) && { cpuPercent }),
    ...(entry.user !== "" && { user: entry.user }),
    ...(Number.isFinite(startedAtMs) && { startedAtSeconds: startedAtMs / 1000 }),
  };
}

function stateOf(name: string): ProcessState {
  if (name === "blocked") return "uninterruptible";
  return PROCESS_STATES.find((state) => state === name) ?? "unknown";
}
