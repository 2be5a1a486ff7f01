import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCodeOf } from "./errors.ts";

/**
 * Makes a folder and its parents, for the user alone. Node's `recursive` option never returns where a parent exists but
 * takes no folders and says ENOENT, as /proc does, so each step is taken here.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (errorCodeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const isThere = errorCodeOf(error) === "EEXIST" && (await stat(path)).isDirectory();
    if (!isThere) throw error;
  }
}
