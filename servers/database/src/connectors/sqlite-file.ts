import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ToolError } from "@quartet/core";

const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;
/** Byte 18 of the header: 2 when the file is in write-ahead-log mode. */
const WRITE_VERSION_AT = 18;
const WAL_MODE = 2;

export interface FileFacts {
  /** Tells the file at the path from another one put in its place. */
  readonly id: string;
  readonly sizeBytes: number;
}

/** Makes sure that a readable SQLite database is there, without opening it as one; each way to fail has its own words. */
export async function inspectFile(path: string): Promise<FileFacts> {
  const facts = await statFile(path);
  const header = await readHeader(path);
  // A file of no bytes is an empty database to SQLite.
  if (facts.sizeBytes > 0 && !header.toString("latin1").startsWith(MAGIC)) {
    throw unavailable(path, "is not an SQLite database, or it is encrypted", "Set url to a plain SQLite 3 file.");
  }
  if (header[WRITE_VERSION_AT] === WAL_MODE) await requireWalAccess(path);
  return facts;
}

async function statFile(path: string): Promise<FileFacts> {
  const found = await stat(path, { bigint: true }).catch((error: unknown) => {
    throw explain(path, error);
  });
  if (found.isDirectory()) throw unavailable(path, "is a folder", "Set url to the database file inside it.");
  // Opening a pipe or a device could block for ever.
  if (!found.isFile()) throw unavailable(path, "is not a regular file", "Set url to an SQLite database file.");
  return { id: `${found.dev}:${found.ino}`, sizeBytes: Number(found.size) };
}

async function readHeader(path: string): Promise<Buffer> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw explain(path, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw explain(path, error);
  } finally {
    await file.close();
  }
}

/** Readers of a write-ahead log share an index file beside the database; it must be there, or it must be possible to make it. */
async function requireWalAccess(path: string): Promise<void> {
  if (await canAccess(dirname(path), constants.W_OK)) return;
  const sideFiles = await Promise.all([`${path}-shm`, `${path}-wal`].map((file) => canAccess(file, constants.R_OK)));
  if (sideFiles.every(Boolean)) return;
  throw unavailable(
    path,
    "uses a write-ahead log, and its folder is read-only",
    "Make the folder writable, or let the owner run PRAGMA journal_mode=DELETE on the database.",
  );
}

async function canAccess(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

function explain(path: string, error: unknown): ToolError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return unavailable(
      path,
      "does not exist",
      "Correct the setting url; a database is never created by looking at it.",
      error,
    );
  }
  if (code === "EACCES" || code === "EPERM") {
    return unavailable(path, "may not be read by this user", "Give this user read access to it.", error);
  }
  return unavailable(path, "cannot be read", "Look at the file and its disk; details are in the server's log.", error);
}

/** The whole path stays out of answers; the file's own name is enough to know it by. */
function unavailable(path: string, what: string, hint: string, cause?: unknown): ToolError {
  return new ToolError("unavailable", `The database file ${basename(path)} ${what}.`, { hint, cause });
}
