import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const SKIPPED = new Set(["node_modules", ".git", ".hg", ".svn", ".turbo", ".next", ".nuxt", ".cache", "coverage"]);
const SOURCE = /\.[cm]?[jt]sx?$/;

export interface Walk {
  /** Paths of source files, relative, with forward slashes, in order. */
  readonly files: readonly string[];
  /** There are more than `maxFiles`. */
  readonly cut: boolean;
}

/** All script files below a folder, without following links and without what tools put there. */
export async function walkFiles(folder: string, maxFiles: number): Promise<Walk> {
  const files: string[] = [];
  const open = [""];
  while (open.length > 0 && files.length <= maxFiles) {
    const at = open.pop() ?? "";
    const entries = await readdir(join(folder, at), { withFileTypes: true }).catch((): Dirent[] => []);
    for (const entry of entries) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) open.push(path);
      if (entry.isFile() && SOURCE.test(entry.name)) files.push(path);
    }
  }
  return { files: files.slice(0, maxFiles).toSorted(), cut: files.length > maxFiles };
}
