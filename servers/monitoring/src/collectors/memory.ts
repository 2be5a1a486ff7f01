import type { Collector } from "./collector.ts";
import { needText, parsePairs, readText, type Roots } from "./kernel-files.ts";

export interface MemorySample {
  readonly totalBytes: number;
  /** What programs can still get without swapping, by the kernel's own estimate where it makes one. */
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
  /** Every line of /proc/meminfo by its name there; bytes, or a plain count where the kernel gives no unit. */
  readonly fields?: readonly MemoryField[];
}

export interface MemoryField {
  readonly name: string;
  readonly value: number;
  readonly bytes: boolean;
}

/** /proc/vmstat by the kernel's names: pswpin, pswpout, pgmajfault, oom_kill, … */
export type PagingSample = Readonly<Record<string, number>>;

export function memoryCollector(roots: Roots): Collector<MemorySample> {
  return { collect: async () => memoryOf(parseMeminfo(await needText(roots.proc, "meminfo"))) };
}

export function pagingCollector(roots: Roots): Collector<PagingSample> {
  return {
    collect: async () => {
      const text = await readText(roots.proc, "vmstat");
      return text === undefined ? undefined : parsePairs(text);
    },
  };
}

export function parseMeminfo(text: string): readonly MemoryField[] {
  return text.split("\n").flatMap((line) => {
    const match = /^([^:\s]+):\s+(\d+)(\s+kB)?\s*$/.exec(line);
    if (!match?.[1]) return [];
    const bytes = match[3] !== undefined;
    return [{ name: match[1], value: Number(match[2]) * (bytes ? 1024 : 1), bytes }];
  });
}

function memoryOf(fields: readonly MemoryField[]): MemorySample {
  const value = (name: string): number | undefined => fields.find((field) => field.name === name)?.value;
  const sum = (...names: readonly string[]): number => names.reduce((total, name) => total + (value(name) ?? 0), 0);
  return {
    totalBytes: sum("MemTotal"),
    // Kernels before 3.14 make no estimate.
    availableBytes: value("MemAvailable") ?? sum("MemFree", "Buffers", "Cached"),
    swapTotalBytes: sum("SwapTotal"),
    swapFreeBytes: sum("SwapFree"),
    fields,
  };
}
