import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCodeOf } from "@quartet/core";
import { StoreBusy } from "./faults.ts";

/**
 * The database file in use. A folder holds one file normally; after damage or deletion the next generation takes over.
 * Every file has a name of its own that is never used again: SQLite removes its side files by name, so a late process that
 * closes a deleted database would otherwise tear the write-ahead log away from under a new one of the same name.
 */
export interface Generation {
  readonly number: number;
  readonly folder: string;
  readonly path: string;
  /** Identity of the pointer file, to notice that the folder was emptied and begun anew. */
  readonly pointerInode: bigint;
}

const POINTER = /^generation-(\d{1,6})$/;
const FILE = /^quartet-[0-9a-f]{16}\.db$/;
/** A pointer still unreadable after this long was left by a process that died while making it. */
const ABANDONED_AFTER_MS = 2_000;

/** The newest generation, begun when there is none. All processes agree on it, since only one can make a pointer file. */
export function currentGeneration(folder: string): Generation {
  const number = newestNumber(folder);
  if (number > 0) {
    const path = fileOf(folder, number);
    const { ino } = statSync(pointerOf(folder, number), { bigint: true });
    if (path !== undefined && existsSync(path)) return { number, folder, path, pointerInode: ino };
  }
  beginGeneration(folder, number + 1);
  return currentGeneration(folder);
}

/** Whether this generation's file is still the one that a process starting now would open. */
export function isCurrent(generation: Generation): boolean {
  const { folder, number, path, pointerInode } = generation;
  const pointer = statSync(pointerOf(folder, number), { bigint: true, throwIfNoEntry: false });
  return pointer?.ino === pointerInode && existsSync(path) && !existsSync(pointerOf(folder, number + 1));
}

/** Makes way for a fresh file; changes nothing when another process has done so already. */
export function beginGeneration(folder: string, number: number): void {
  const name = `quartet-${randomBytes(8).toString("hex")}.db`;
  // The file before its pointer, so that a pointer without file can only mean a deleted file.
  writeFileSync(join(folder, name), "", { flag: "wx", mode: 0o600 });
  try {
    writeFileSync(pointerOf(folder, number), `${name}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    rmSync(join(folder, name));
    if (errorCodeOf(error) !== "EEXIST") throw error;
  }
}

/** The file of the generation before, when it is still there to be looked at. */
export function fileBefore(generation: Generation): string | undefined {
  if (generation.number < 2 || !existsSync(pointerOf(generation.folder, generation.number - 1))) return undefined;
  const path = fileOf(generation.folder, generation.number - 1);
  return path !== undefined && existsSync(path) ? path : undefined;
}

function newestNumber(folder: string): number {
  const numbers = readdirSync(folder).map((name) => Number(POINTER.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function fileOf(folder: string, number: number): string | undefined {
  const pointer = pointerOf(folder, number);
  const name = readFileSync(pointer, "utf8").trim();
  if (FILE.test(name)) return join(folder, name);
  // Empty for a moment between its making and its writing.
  if (Date.now() - statSync(pointer).mtimeMs < ABANDONED_AFTER_MS) throw new StoreBusy();
  return undefined;
}

function pointerOf(folder: string, number: number): string {
  return join(folder, `generation-${number}`);
}
