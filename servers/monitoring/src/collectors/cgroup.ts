import type { Collector } from "./collector.ts";
import { controllerFolders, type ControllerFolders } from "./cgroup-paths.ts";
import { parseNumber, parsePairs, readText, type Roots } from "./kernel-files.ts";

/** Limits that a container, a service or a login session puts on this process, the tightest of all levels. */
export interface CgroupSample {
  readonly version: 1 | 2;
  readonly memory?: {
    readonly limitBytes?: number;
    readonly usedBytes: number;
    /** Used without file cache that can be dropped: what counts against the limit in earnest. */
    readonly workingSetBytes: number;
  };
  readonly cpu?: {
    /** Cores' worth of time that may be used. */
    readonly limitCores?: number;
    readonly usedSeconds?: number;
    readonly periods?: number;
    readonly throttledPeriods?: number;
    readonly throttledSeconds?: number;
  };
  readonly pids?: { readonly limit?: number; readonly used: number };
}

/** v1 writes "no limit" as the biggest multiple of a page. */
const NO_LIMIT = 2 ** 62;

/** Folder of a controller that is not mounted: every file in it is absent. */
const NOWHERE = "/nonexistent";

export function cgroupCollector(roots: Roots): Collector<CgroupSample> {
  return {
    collect: async () => {
      const found = await controllerFolders(roots);
      if (found === undefined) return undefined;
      const [memory, cpu, pids] = await Promise.all([memoryOf(found), cpuOf(found), pidsOf(found)]);
      if (!memory && !cpu && !pids) return undefined;
      return { version: found.version, ...(memory && { memory }), ...(cpu && { cpu }), ...(pids && { pids }) };
    },
  };
}

async function memoryOf({ version, memory: folders }: ControllerFolders): Promise<CgroupSample["memory"]> {
  const v2 = version === 2;
  const limitFile = v2 ? "memory.max" : "memory.limit_in_bytes";
  const { folder, limit: limitBytes } = await tightest(folders, async (at) => limitIn(at, limitFile));
  const usedBytes = parseNumber(await readText(folder, v2 ? "memory.current" : "memory.usage_in_bytes"));
  if (usedBytes === undefined) return undefined;
  const stats = parsePairs((await readText(folder, "memory.stat")) ?? "");
  const inactive = stats[v2 ? "inactive_file" : "total_inactive_file"] ?? 0;
  const workingSetBytes = Math.max(0, usedBytes - inactive);
  return { usedBytes, workingSetBytes, ...(limitBytes !== undefined && { limitBytes }) };
}

async function cpuOf({ version, cpu: folders, cpuacct, cpuset }: ControllerFolders): Promise<CgroupSample["cpu"]> {
  const { folder, level, limit: quotaCores } = await tightest(folders, version === 2 ? coresV2 : coresV1);
  const text = await readText(folder, "cpu.stat");
  if (text === undefined) return undefined;
  const limitCores = lowest(quotaCores, await allowedCores(cpuset[0] ?? NOWHERE));
  const stats = parsePairs(text);
  const nanoseconds =
    version === 1 ? parseNumber(await readText(cpuacct[level] ?? folder, "cpuacct.usage")) : undefined;
  const used = version === 2 ? seconds(stats["usage_usec"], 1e6) : seconds(nanoseconds, 1e9);
  const throttled = seconds(stats["throttled_usec"], 1e6) ?? seconds(stats["throttled_time"], 1e9);
  return {
    ...(limitCores !== undefined && { limitCores }),
    ...(used !== undefined && { usedSeconds: used }),
    ...(stats["nr_periods"] !== undefined && { periods: stats["nr_periods"] }),
    ...(stats["nr_throttled"] !== undefined && { throttledPeriods: stats["nr_throttled"] }),
    ...(throttled !== undefined && { throttledSeconds: throttled }),
  };
}

async function pidsOf({ pids: folders }: ControllerFolders): Promise<CgroupSample["pids"]> {
  const { folder, limit } = await tightest(folders, async (at) => limitIn(at, "pids.max"));
  const used = parseNumber(await readText(folder, "pids.current"));
  return used === undefined ? undefined : { used, ...(limit !== undefined && { limit }) };
}

/** The level with the lowest limit, or the process's own level when there is none. A limit holds for all below it. */
async function tightest(
  folders: readonly string[],
  limitOf: (folder: string) => Promise<number | undefined>,
): Promise<{ folder: string; level: number; limit?: number }> {
  const limits = await Promise.all(folders.map(limitOf));
  const limit = lowest(...limits);
  const level = limit === undefined ? 0 : limits.indexOf(limit);
  const folder = folders[level] ?? NOWHERE;
  return { folder, level, ...(limit !== undefined && { limit }) };
}

async function limitIn(folder: string, file: string): Promise<number | undefined> {
  const limit = parseNumber(await readText(folder, file));
  return limit === undefined || limit >= NO_LIMIT ? undefined : limit;
}

/** `max 100000` or `50000 100000`: microseconds of each period. */
async function coresV2(folder: string): Promise<number | undefined> {
  const [quota, period] = ((await readText(folder, "cpu.max")) ?? "").trim().split(" ").map(Number);
  return quota !== undefined && quota > 0 && period !== undefined && period > 0 ? quota / period : undefined;
}

async function coresV1(folder: string): Promise<number | undefined> {
  const [quota, period] = await Promise.all(
    ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map(async (file) => parseNumber(await readText(folder, file))),
  );
  return quota !== undefined && quota > 0 && period !== undefined && period > 0 ? quota / period : undefined;
}

/** Cores that a group is pinned to, what the groups above it allow already taken into account. */
async function allowedCores(folder: string): Promise<number | undefined> {
  const list =
    (await readText(folder, "cpuset.cpus.effective")) ?? (await readText(folder, "cpuset.effective_cpus")) ?? "";
  const cores = list
    .trim()
    .split(",")
    .reduce((count, range) => count + coresIn(range), 0);
  return cores > 0 ? cores : undefined;
}

/** `3` is one core, `0-3` are four. */
function coresIn(range: string): number {
  const [first, last = first] = range.split("-").map(Number);
  return range !== "" && first !== undefined && last !== undefined && last >= first ? last - first + 1 : 0;
}

function lowest(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function seconds(value: number | undefined, perSecond: number): number | undefined {
  return value === undefined ? undefined : value / perSecond;
}
