/** The watchdog thread of a query process: asleep between statements, looking up every few milliseconds during one. */
import { flushCompileCache } from "node:module";
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { RESTING, WATCHING, type WatchdogData } from "./sqlite-watchdog.ts";

const LOOK_EVERY_MS = 20;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by startWatchdog alone
const { state, memoryBytes, parentPid } = workerData as WatchdogData;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage("up");
flushCompileCache();

for (;;) {
  Atomics.wait(state, 0, RESTING);
  Atomics.wait(state, 0, WATCHING, LOOK_EVERY_MS);
  if (Atomics.load(state, 0) === WATCHING) look();
}

function look(): void {
  if (!parentIsAlive()) process.kill(process.pid, "SIGKILL");
  if (process.memoryUsage.rss() > memoryBytes) {
    // Not SIGKILL, so that the parent can tell this end from one it asked for.
    process.kill(process.pid, process.platform === "win32" ? "SIGTERM" : "SIGUSR2");
  }
}

function parentIsAlive(): boolean {
  if (process.ppid !== parentPid) return false;
  if (process.platform !== "win32") return true;
  try {
    return process.kill(parentPid, 0);
  } catch {
    return false;
  }
}
