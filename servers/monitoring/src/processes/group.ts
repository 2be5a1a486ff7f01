import type { ProcessRate } from "../measure/rates.ts";
import { type ProcessSort, sortProcesses } from "./select.ts";

/** Processes of one name: their leader by the sort asked for, with the sums of all. */
export interface ProcessGroup extends ProcessRate {
  readonly count: number;
}

export function groupProcesses(rates: readonly ProcessRate[], sort: ProcessSort): readonly ProcessGroup[] {
  const groups = new Map<string, ProcessRate[]>();
  for (const rate of sortProcesses(rates, sort)) groups.set(rate.name, [...(groups.get(rate.name) ?? []), rate]);
  return [...groups.values()].flatMap((members) => {
    const [leader] = members;
    return leader === undefined ? [] : [{ ...leader, ...sums(members), count: members.length }];
  });
}

function sums(
  members: readonly ProcessRate[],
): Pick<ProcessRate, "cpuPercent" | "memoryBytes" | "threads" | "swapBytes"> {
  const sum = (value: (rate: ProcessRate) => number | undefined): number =>
    members.reduce((total, member) => total + (value(member) ?? 0), 0);
  return {
    cpuPercent: sum(({ cpuPercent }) => cpuPercent),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    threads: sum(({ threads }) => threads),
    swapBytes: sum(({ swapBytes }) => swapBytes),
  };
}
