import { accessSync, closeSync, constants, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "./sqlite-protocol.ts";

const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;
/** Byte 18 of the header: 2 when the file is in write-ahead-log mode. */
const WRITE_VERSION_AT = 18;
const WAL_MODE = 2;

/**
 * Refuses what SQLite would report less clearly. Only for a process that has no database open yet.
 * A database in write-ahead-log mode is the one case in which files may appear beside it: SQLite's own -shm and -wal,
 * through which readers and writers find each other.
 */
export function checkHeader(path: string): void {
  const header = readHeader(path);
  // A file of no bytes is an empty database to SQLite.
  if (header.length > 0 && !header.toString("latin1").startsWith(MAGIC)) throw new Refusal("NOT_A_DATABASE");
  if (header[WRITE_VERSION_AT] === WAL_MODE && !canShareLog(path)) throw new Refusal("WAL_FOLDER");
}

function readHeader(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

/** Readers of a write-ahead log share an index file beside the database; it must be there, or it must be possible to make it. */
function canShareLog(path: string): boolean {
  if (canAccess(dirname(path), constants.W_OK)) return true;
  return [`${path}-shm`, `${path}-wal`].every((file) => canAccess(file, constants.R_OK));
}

function canAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
