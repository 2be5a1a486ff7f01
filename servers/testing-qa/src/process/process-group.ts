import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { kill as sendSignal, pid as ownPid, platform } from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 40;
/** Looks for processes that fork while they are being killed. */
const MAX_ROUNDS = 20;

/** Name of the variable that every descendant of a run inherits, by which escaped ones are found. */
export const RUN_MARKER = "QUARTET_RUN_ID";

/** Ends a group at once. */
export async function killGroup(pid: number): Promise<void> {
  // 0 and 1 would mean this process's own group and every process there is.
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (platform === "win32") await endTreeOnWindows(pid);
  else signal(-pid, "SIGKILL");
}

/** Ends a group politely, then for certain after `graceMs`. */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  if (platform === "win32") return endTreeOnWindows(pid);
  if (!signal(-pid, "SIGTERM")) return;
  if ((await groupLeft(pid, graceMs)) > 0) signal(-pid, "SIGKILL");
}

/** Waits until a group is empty; the number of processes still in it after `timeoutMs`. */
export async function groupLeft(pid: number, timeoutMs: number): Promise<number> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const left = await groupSize(pid);
    if (left === 0 || performance.now() >= until) return left;
    await delay(POLL_MS);
  }
}

/**
 * Kills what left the group (`setsid`, double forks) but still carries the run's marker in its environment.
 * Only Linux shows another process's environment; elsewhere nothing is found.
 */
export async function killMarked(runId: string): Promise<number> {
  const killed = new Set<number>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    // A process may have forked while the others were looked at.
    const fresh = (await markedProcesses(runId)).filter((pid) => !killed.has(pid) && signal(pid, "SIGKILL"));
    if (fresh.length === 0) break;
    for (const pid of fresh) killed.add(pid);
  }
  return killed.size;
}

async function markedProcesses(runId: string): Promise<number[]> {
  const marker = `${RUN_MARKER}=${runId}`;
  const found: number[] = [];
  for (const pid of await allProcesses()) {
    const environ = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
    if (pid !== ownPid && environ.split("\0").includes(marker)) found.push(pid);
  }
  return found;
}

async function groupSize(pid: number): Promise<number> {
  if (!signal(-pid, 0)) return 0;
  if (platform !== "linux") return 1;
  const members = await Promise.all((await allProcesses()).map(async (each) => livesInGroup(each, pid)));
  return members.filter(Boolean).length;
}

/** A dead process stays in its group until its parent asks after it; that one counts as gone. */
async function livesInGroup(pid: number, group: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // The name before may hold spaces and brackets.
  const [state = "Z", , inGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(inGroup) === group && state !== "Z" && state !== "X";
}

async function allProcesses(): Promise<number[]> {
  if (platform !== "linux") return [];
  return (await readdir("/proc")).map(Number).filter((pid) => Number.isInteger(pid));
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return sendSignal(pid, name);
  } catch {
    return false;
  }
}

async function endTreeOnWindows(pid: number): Promise<void> {
  await new Promise<void>((done) => {
    execFile("taskkill", ["/PID", String(pid), "/T", "/F"], () => done());
  });
}
