import { cgroupCollector } from "./cgroup.ts";
import type { Machine } from "./collector.ts";
import { cpuCollector } from "./cpu.ts";
import { diskCollector } from "./disk-io.ts";
import { filesystemCollector } from "./filesystems.ts";
import { hostCollector, loadCollector } from "./host.ts";
import type { Roots } from "./kernel-files.ts";
import type { KernelUnits } from "./kernel-units.ts";
import { memoryCollector, pagingCollector } from "./memory.ts";
import { networkCollector } from "./network.ts";
import { pressureCollector } from "./pressure.ts";
import { processCollector, readCommandLine } from "./processes.ts";

/** Reads a Linux machine from the kernel's own files, which costs a hundredth of starting programs for it. */
export function linuxMachine(roots: Roots, units: KernelUnits): Machine {
  return {
    host: hostCollector(roots),
    cpu: cpuCollector(roots, units),
    memory: memoryCollector(roots),
    paging: pagingCollector(roots),
    load: loadCollector(roots),
    filesystems: filesystemCollector(roots),
    disks: diskCollector(roots),
    network: networkCollector(roots),
    pressure: pressureCollector(roots),
    cgroup: cgroupCollector(roots),
    processes: processCollector(roots, units),
    commandLine: async (pid) => readCommandLine(roots, pid),
  };
}
