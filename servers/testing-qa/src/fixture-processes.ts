import { readdir, readFile } from "node:fs/promises";

/** The numbers of processes that a fixture wrote down, one a line. */
export async function readPids(file: string): Promise<number[]> {
  return (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean).map(Number);
}

interface Entry {
  readonly pid: number;
  readonly parent: number;
}

/** All living processes; one that only waits for its parent to ask after it has ended. */
async function processes(): Promise<Entry[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(names.map(async (pid) => readFile(`/proc/${pid}/stat`, "latin1").catch(() => ") Z")));
  return names.flatMap((pid, at) => {
    const text = stats[at] ?? "";
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

/** All processes below `pid`, children of children included. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const all = await processes();
  const below = (of: number): number[] =>
    all.flatMap((entry) => (entry.parent === of ? [entry.pid, ...below(entry.pid)] : []));
  return below(pid);
}

/** Those of `pids` that still run. */
export async function living(pids: readonly number[]): Promise<number[]> {
  const all = new Set((await processes()).map(({ pid }) => pid));
  return pids.filter((pid) => all.has(pid));
}
