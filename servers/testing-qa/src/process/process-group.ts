import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { kill as sendSignal, pid as ownPid, platform } from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 25;

/** Name of the variable that every descendant of a run inherits, by which escaped ones are found. */
export const RUN_MARKER = "QUARTET_RUN_ID";

/** Sends a signal to a process group; false when nothing of it is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    sendSignal(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a group politely, then for certain after `graceMs`. */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  if (platform === "win32") return endTreeOnWindows(pid);
  if (!signalGroup(pid, "SIGTERM")) return;
  if (!(await groupGone(pid, graceMs))) signalGroup(pid, "SIGKILL");
}

/** Waits until a group is empty; false when it still is not after `timeoutMs`. */
export async function groupGone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (signalGroup(pid, 0)) {
    if (performance.now() >= until) return false;
    await delay(POLL_MS);
  }
  return true;
}

/**
 * Kills what left the group (`setsid`, double forks) but still carries the run's marker in its environment.
 * Only Linux shows another process's environment; elsewhere nothing is found.
 */
export async function killMarked(runId: string): Promise<number> {
  if (platform !== "linux") return 0;
  const marker = `${RUN_MARKER}=${runId}`;
  let killed = 0;
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (Number.isInteger(pid) && pid !== ownPid && (await carries(pid, marker)) && kill(pid)) killed += 1;
  }
  return killed;
}

async function carries(pid: number, marker: string): Promise<boolean> {
  const environ = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return environ.split("\0").includes(marker);
}

function kill(pid: number): boolean {
  try {
    sendSignal(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

async function endTreeOnWindows(pid: number): Promise<void> {
  await new Promise<void>((done) => {
    execFile("taskkill", ["/PID", String(pid), "/T", "/F"], () => done());
  });
}
