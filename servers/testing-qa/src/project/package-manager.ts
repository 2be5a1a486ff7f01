import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contains } from "./inside.ts";
import { readManifest } from "./manifest.ts";

const LOCK_FILES = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
] as const;

/** The package manager by its lock file or the `packageManager` field, in the folder or above it up to the root. */
export async function findPackageManager(folder: string, root: string): Promise<string | undefined> {
  for (let at = folder; contains(root, at); at = dirname(at)) {
    const named = (await readManifest(at)).packageManager?.split("@")[0];
    if (named !== undefined) return named;
    for (const [file, manager] of LOCK_FILES) {
      if (await exists(join(at, file))) return manager;
    }
    if (dirname(at) === at) break;
  }
  return undefined;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
