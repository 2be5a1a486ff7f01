import { readFileSync } from "node:fs";

/** Proportional set size: pages shared between processes count for each by its share. */
export function proportionalBytes(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) * 1024;
  } catch {
    return undefined;
  }
}

/** The same for a process and all its descendants together. */
export function treeBytes(pid: number): number | undefined {
  const own = proportionalBytes(pid);
  return own === undefined ? undefined : childrenOf(pid).reduce((sum, child) => sum + (treeBytes(child) ?? 0), own);
}

function childrenOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
