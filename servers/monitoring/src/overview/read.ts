import type { Machine } from "../collectors/collector.ts";
import type { Context } from "../context.ts";
import type { Overview, ProcessInfo } from "../models.ts";
import { commandLineOf } from "../processes/select.ts";
import { buildOverview } from "./overview.ts";

/** Enough to tell programs of one interpreter apart. */
const COMMAND_LENGTH = 100;

/** Measures now and describes what was found. */
export async function readOverview(context: Context, signal: AbortSignal): Promise<Overview> {
  const measurement = await context.sampler.measure(["host", "memory", "load", "filesystems", "pressure"], signal);
  const overview = buildOverview(measurement, { topProcesses: context.topProcesses, takenAt: new Date() });
  const [topByCpu, topByMemory] = await Promise.all([
    withCommandLines(overview.topByCpu, context.machine),
    withCommandLines(overview.topByMemory, context.machine),
  ]);
  return { ...overview, topByCpu, topByMemory };
}

async function withCommandLines(processes: readonly ProcessInfo[], machine: Machine): Promise<ProcessInfo[]> {
  return await Promise.all(
    processes.map(async (info) => {
      const commandLine = await commandLineOf(info.pid, machine, COMMAND_LENGTH);
      return commandLine === "" ? info : { ...info, commandLine };
    }),
  );
}
