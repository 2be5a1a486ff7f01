import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename } from "node:path";
import { errorCodeOf, ToolError } from "@quartet/core";

export interface FileFacts {
  /** Tells the file at the path from another one put in its place. */
  readonly id: string;
  readonly sizeBytes: number;
}

/**
 * Makes sure that a readable file is there. It never opens the file: closing it again would release every lock that
 * this process holds on it, for instance when another server in it uses the same database.
 */
export async function inspectFile(path: string): Promise<FileFacts> {
  try {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory()) throw unavailable(path, "is a folder", "Set url to the database file inside it.");
    // Opening a pipe or a device could block for ever.
    if (!found.isFile()) throw unavailable(path, "is not a regular file", "Set url to an SQLite database file.");
    await access(path, constants.R_OK);
    // The time of birth too: a file system gives the number of a deleted file to the next one that is made.
    return { id: `${found.dev}:${found.ino}:${found.birthtimeNs}`, sizeBytes: Number(found.size) };
  } catch (error) {
    throw error instanceof ToolError ? error : explain(path, error);
  }
}

function explain(path: string, error: unknown): ToolError {
  const code = errorCodeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    const hint = "Correct the setting url; a database is never created by looking at it.";
    return unavailable(path, "does not exist", hint, error);
  }
  if (code === "EACCES" || code === "EPERM") {
    return unavailable(path, "may not be read by this user", "Give this user read access to it.", error);
  }
  return unavailable(path, "cannot be read", "Look at the file and its disk, then try again.", error);
}

/** The whole path stays out of answers; the file's own name is enough to know it by. */
function unavailable(path: string, what: string, hint: string, cause?: unknown): ToolError {
  return new ToolError("unavailable", `The database file ${basename(path)} ${what}.`, { hint, cause });
}
