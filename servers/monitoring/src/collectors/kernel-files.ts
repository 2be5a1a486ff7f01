import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCodeOf } from "@quartet/core";

/** Where the kernel's files are found; tests and containers that mount the host's files elsewhere say so. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
  /** Root of the file systems that the mount table speaks of. */
  readonly rootfs: string;
}

/** Not there, gone while reading, not for us, or not built into this kernel. */
const ABSENT = new Set(["ENOENT", "ESRCH", "EACCES", "EPERM", "ENOTDIR", "EINVAL", "ENODEV", "EOPNOTSUPP"]);

export function isAbsent(error: unknown): boolean {
  return ABSENT.has(errorCodeOf(error) ?? "");
}

/** There, but not for this user. */
export function isForbidden(error: unknown): boolean {
  return ["EACCES", "EPERM"].includes(errorCodeOf(error) ?? "");
}

/** Text of a kernel file, or `undefined` when this machine, kernel or user has no such file. */
export async function readText(...path: readonly string[]): Promise<string | undefined> {
  try {
    return await readFile(join(...path), "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Text of a file that every Linux has; its absence is a failure. */
export async function needText(...path: readonly string[]): Promise<string> {
  return await readFile(join(...path), "utf8");
}

/** First number in a text such as `max` or `4096`; `undefined` when there is none, so that "no limit" is no number. */
export function parseNumber(text: string | undefined): number | undefined {
  const match = text?.trim().match(/^-?\d+(?:\.\d+)?/);
  return match ? Number(match[0]) : undefined;
}

/** Lines of `name value` pairs, as in vmstat, memory.stat and cpu.stat. */
export function parsePairs(text: string): Readonly<Record<string, number>> {
  const pairs: Record<string, number> = Object.create(null);
  for (const line of text.split("\n")) {
    const [name, value] = line.trim().split(/\s+/);
    if (name && value !== undefined && /^\d+$/.test(value)) pairs[name] = Number(value);
  }
  return pairs;
}
