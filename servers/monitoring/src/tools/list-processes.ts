import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import { PROCESS_STATES } from "../collectors/process-stat.ts";
import type { Context } from "../context.ts";
import { processRates, type ProcessRate } from "../measure/rates.ts";
import { processInfo } from "../models.ts";
import { describeProcess } from "../overview/resources.ts";
import { round } from "../round.ts";
import { groupProcesses } from "../processes/group.ts";
import { commandLineOf, PROCESS_SORTS, selectProcesses, sortProcesses } from "../processes/select.ts";

const input = z.object({
  name: z.string().min(1).max(200).optional().describe("Part of the name or command line, in any case"),
  user: z.string().min(1).max(64).optional().describe("Owner's name, or uid where it has none"),
  pid: z.int().min(1).optional().describe("One process"),
  state: z.enum(PROCESS_STATES).optional().describe("uninterruptible mostly means waiting for a disk"),
  sort: z.enum(PROCESS_SORTS).default("cpu").describe("The most first; started: the latest first"),
  group: z.boolean().default(false).describe("One row per name with the sums of all its processes"),
  limit: z.int().min(1).max(100).default(20).describe("Rows per page"),
});

const row = processInfo.extend({
  commandLine: z.string().optional().describe("Secrets masked, shortened"),
  swapBytes: z.number().optional(),
  count: z.int().optional().describe("Processes of this name; the row shows the first of them, with sums"),
});

export const listProcesses = defineTool({
  name: "list_processes",
  title: "List processes",
  description:
    "The machine's processes, filtered and sorted, with CPU share, memory, owner, state and command line. " +
    "Use it to find what uses a resource, or whether a program runs.",
  effect: "read",
  untrusted: true,
  list: "processes",
  input,
  output: z.object({
    total: z.int().describe("Rows that fit"),
    windowSeconds: z.number().describe("CPU percentages are averages over this time"),
    partial: z.boolean().describe("True when some processes are hidden from this user"),
    processes: z.array(row),
  }),
  run: async (args, { context, signal, offset }: Call<Context>) => {
    const { machine, sampler } = context;
    const measurement = await sampler.measure([], signal);
    const selected = await selectProcesses(processRates(measurement), args, { machine, signal });
    // Groups are sorted anew: the sums decide, not the leaders.
    const rows = sortProcesses(args.group ? groupProcesses(selected, args.sort) : selected, args.sort);
    const page = rows.slice(offset, offset + args.limit);
    return {
      total: rows.length,
      windowSeconds: round(measurement.windowSeconds, 2),
      partial: measurement.later.samples.processes?.partial ?? false,
      processes: await Promise.all(page.map(async (rate) => describeRow(rate, context))),
      more: offset + page.length < rows.length,
    };
  },
});

async function describeRow(
  rate: ProcessRate & { readonly count?: number },
  { machine }: Context,
): Promise<z.output<typeof row>> {
  const commandLine = await commandLineOf(rate.pid, machine);
  return {
    ...describeProcess(rate),
    ...(commandLine !== "" && { commandLine }),
    ...(rate.swapBytes && { swapBytes: rate.swapBytes }),
    ...(rate.count !== undefined && { count: rate.count }),
  };
}
