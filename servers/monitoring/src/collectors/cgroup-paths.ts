import { join, relative } from "node:path";
import { readText, type Roots } from "./kernel-files.ts";
import { type Mount, parseMountinfo } from "./mounts.ts";

/** For each controller the folders of this process's group and all groups above it, the closest first. */
export interface ControllerFolders {
  readonly version: 1 | 2;
  readonly memory: readonly string[];
  readonly cpu: readonly string[];
  readonly cpuacct: readonly string[];
  readonly cpuset: readonly string[];
  readonly pids: readonly string[];
}

/** Finds where the limits of this process are written; `undefined` without cgroups. */
export async function controllerFolders(roots: Roots): Promise<ControllerFolders | undefined> {
  const [groups, mountinfo] = await Promise.all([
    readText(roots.proc, "self/cgroup"),
    readText(roots.proc, "self/mountinfo"),
  ]);
  if (groups === undefined) return undefined;
  const mounts = parseMountinfo(mountinfo ?? "");
  const paths = parseGroups(groups);
  const v1 = (controller: string): readonly string[] => {
    const mount = mounts.find(({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller));
    return foldersOf(mount, paths.get(controller), roots);
  };
  // A hybrid machine has both; the controllers are where the old hierarchy lists them.
  if (paths.has("memory") || paths.has("cpu")) {
    return {
      version: 1,
      memory: v1("memory"),
      cpu: v1("cpu"),
      cpuacct: v1("cpuacct"),
      cpuset: v1("cpuset"),
      pids: v1("pids"),
    };
  }
  const unified = foldersOf(
    mounts.find(({ type }) => type === "cgroup2"),
    paths.get(""),
    roots,
  );
  return { version: 2, memory: unified, cpu: unified, cpuacct: unified, cpuset: unified, pids: unified };
}

/** Group paths by controller from /proc/<pid>/cgroup; the unified hierarchy is named by an empty string. */
export function parseGroups(text: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\d+:([^:]*):(.*)$/.exec(line);
    for (const controller of match?.[1]?.split(",") ?? []) paths.set(controller, match?.[2] ?? "/");
  }
  return paths;
}

function foldersOf(mount: Mount | undefined, path: string | undefined, roots: Roots): readonly string[] {
  if (mount === undefined || path === undefined) return [];
  const top = locate(mount.mountPoint, roots);
  const below = relative(mount.root, path);
  // Outside of what is mounted here: a container that sees only its own group, mounted as the root.
  const steps = below.startsWith("..") ? [] : below.split("/").filter(Boolean);
  return [...steps.map((_, index) => join(top, ...steps.slice(0, steps.length - index))), top];
}

function locate(mountPoint: string, roots: Roots): string {
  const inSys = relative("/sys", mountPoint);
  return inSys.startsWith("..") ? join(roots.rootfs, mountPoint) : join(roots.sys, inSys);
}
