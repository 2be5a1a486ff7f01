import type { Finding, Overview } from "../models.ts";
import { round } from "../round.ts";

type Facts = Omit<Overview, "findings">;
type Rule = (facts: Facts) => readonly Finding[];

/** Every rule speaks only of what was measured, and says what to look at next. */
const RULES: readonly Rule[] = [
  diskSpace,
  diskAnswer,
  memory,
  memoryLimit,
  swapping,
  load,
  cpuLimit,
  stolenTime,
  diskWaits,
  memoryPressure,
  pidLimit,
  zombies,
];

const MAX_FINDINGS = 12;

/** What is out of the ordinary, critical first. */
export function findUnusual(facts: Facts): Finding[] {
  const found = RULES.flatMap((rule) => rule(facts));
  return found
    .toSorted((a, b) => Number(b.severity === "critical") - Number(a.severity === "critical"))
    .slice(0, MAX_FINDINGS);
}

function diskSpace({ disks }: Facts): readonly Finding[] {
  return disks
    .filter(({ readOnly }) => !readOnly)
    .flatMap(({ mount, usedPercent = 0, inodesUsedPercent = 0, availableBytes = 0 }) => [
      ...when(usedPercent > 90, {
        severity: usedPercent > 97 ? "critical" : "warning",
        subject: `disk ${mount}`,
        evidence: `${usedPercent} % used, ${gigabytes(availableBytes)} left`,
        next: "Find what grows there (logs, caches, images) and free space before writes fail.",
      }),
      ...when(inodesUsedPercent > 90, {
        severity: inodesUsedPercent > 97 ? "critical" : "warning",
        subject: `inodes of ${mount}`,
        evidence: `${inodesUsedPercent} % of the file system's inodes used`,
        next: "Look for folders with very many small files.",
      }),
    ]);
}

function diskAnswer({ disks }: Facts): readonly Finding[] {
  return disks.flatMap(({ mount, type, answering }) =>
    when(!answering && /^(?:nfs|cifs|smb|fuse)/.test(type), {
      severity: "warning",
      subject: `mount ${mount}`,
      evidence: `the ${type} file system does not answer`,
      next: "Check the server behind the mount; programs that touch it will hang.",
    }),
  );
}

function memory({ memory: use }: Facts): readonly Finding[] {
  if (use === undefined || use.totalBytes === 0) return [];
  const availablePercent = round((use.availableBytes / use.totalBytes) * 100);
  return when(availablePercent < 10, {
    severity: availablePercent < 4 ? "critical" : "warning",
    subject: "memory",
    evidence: `${availablePercent} % available (${gigabytes(use.availableBytes)} of ${gigabytes(use.totalBytes)})`,
    next: "See topByMemory; list_processes with sort memory shows more.",
  });
}

function memoryLimit({ memory: use }: Facts): readonly Finding[] {
  const percent = use?.limitUsedPercent ?? 0;
  return when(percent > 90, {
    severity: percent > 97 ? "critical" : "warning",
    subject: "memory limit of the cgroup",
    evidence: `${percent} % of ${gigabytes(use?.limitBytes ?? 0)} used, file cache not counted`,
    next: "The kernel kills a process of this container at 100 %: raise the limit or use less.",
  });
}

function swapping({ memory: use }: Facts): readonly Finding[] {
  const pages = use?.swapPagesPerSecond ?? 0;
  return when(pages > 200, {
    severity: pages > 2_000 ? "critical" : "warning",
    subject: "swapping",
    evidence: `${pages} pages per second moved between memory and swap`,
    next: "Memory is short: see topByMemory and stop or limit what is not needed.",
  });
}

function load({ load: average, host, topByCpu }: Facts): readonly Finding[] {
  if (average === undefined || host === undefined) return [];
  const perCore = round(average.one / host.cores, 2);
  const busiest = topByCpu[0];
  return when(perCore > 1, {
    severity: perCore > 4 ? "critical" : "warning",
    subject: "load",
    evidence: `${average.one} over 1 minute on ${host.cores} cores (5 minutes: ${average.five})`,
    next: busiest
      ? `Busiest now is pid ${busiest.pid} with ${busiest.cpuPercent} % of a core; with little CPU use, look at disk waits.`
      : "No process uses CPU now: look at disk waits, or call again while it lasts.",
  });
}

function cpuLimit({ cpu }: Facts): readonly Finding[] {
  const throttled = cpu?.throttledPercent ?? 0;
  return when(throttled > 25, {
    severity: "warning",
    subject: "CPU limit of the cgroup",
    evidence: `held back in ${throttled} % of periods at a limit of ${cpu?.limitCores ?? 0} cores`,
    next: "Work here is slowed by the limit, not by the host: raise it or use fewer threads.",
  });
}

function stolenTime({ cpu }: Facts): readonly Finding[] {
  const stolen = cpu?.stealPercent ?? 0;
  return when(stolen > 10, {
    severity: "warning",
    subject: "stolen CPU time",
    evidence: `${stolen} % of time was given to other virtual machines`,
    next: "The hypervisor is overcommitted: timings measured now are not reliable.",
  });
}

function diskWaits({ pressure }: Facts): readonly Finding[] {
  const share = pressure?.io?.fullAvg10 ?? 0;
  return when(share > 20, {
    severity: share > 60 ? "critical" : "warning",
    subject: "disk waits",
    evidence: `all tasks waited for disks in ${share} % of the last 10 seconds`,
    next: "See diskActivity for the device, and list_processes with state uninterruptible for who waits.",
  });
}

function memoryPressure({ pressure }: Facts): readonly Finding[] {
  const share = pressure?.memory?.fullAvg10 ?? 0;
  return when(share > 10, {
    severity: share > 40 ? "critical" : "warning",
    subject: "memory pressure",
    evidence: `all tasks waited for memory in ${share} % of the last 10 seconds`,
    next: "See topByMemory; the machine is thrashing.",
  });
}

function pidLimit({ pids }: Facts): readonly Finding[] {
  const percent = pids?.limit ? round((pids.used / pids.limit) * 100) : 0;
  return when(percent > 90, {
    severity: "warning",
    subject: "process limit of the cgroup",
    evidence: `${pids?.used ?? 0} of ${pids?.limit ?? 0} tasks in use`,
    next: "New processes and threads will soon fail: look for a leak with list_processes grouped by name.",
  });
}

function zombies({ processes }: Facts): readonly Finding[] {
  return when(processes.zombies > 0, {
    severity: "warning",
    subject: "zombie processes",
    evidence: `${processes.zombies} ended and were not collected by their parent`,
    next: "list_processes with state zombie names them and their parents.",
  });
}

function when(holds: boolean, found: Finding): readonly Finding[] {
  return holds ? [found] : [];
}

function gigabytes(bytes: number): string {
  return `${round(bytes / 1024 ** 3)} GiB`;
}
