import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Roots } from "./kernel-files.ts";

/** Kernel files by path below the root, such as `proc/stat`. */
export type KernelTree = Readonly<Record<string, string>>;

/** A folder tree that looks like a machine's /proc, /sys and /etc, removed by `dispose`. */
export async function fixtureMachine(files: KernelTree): Promise<{ roots: Roots; dispose: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), "quartet-machine-"));
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const roots = { proc: join(root, "proc"), sys: join(root, "sys"), rootfs: root };
  return { roots, dispose: async () => rm(root, { recursive: true, force: true }) };
}
