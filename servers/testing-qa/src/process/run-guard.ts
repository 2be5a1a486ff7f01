import { spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

export interface GuardedRun {
  readonly runId: string;
  /** The run's private folder, which goes with it. */
  readonly folder: string;
}

export interface RunGuard {
  /** Tells which process group to end. */
  watch(pid: number): void;
  /** The run is over and cleared up. */
  dismiss(): void;
}

/**
 * Starts a process that outlives this one and ends the run when this one is gone, killed without warning included.
 * It learns so from the end of its input, which nobody else holds. A thread of the run could not do it: tests can
 * block, leave or rewrite whatever lives in the run's processes.
 */
export async function startGuard({ runId, folder }: GuardedRun): Promise<RunGuard> {
  // Detached, so that what ends the server's own group does not end it too; without the run's marker, by which it kills.
  const guard = spawn(execPath, [guardFile(), runId, folder], {
    detached: true,
    windowsHide: true,
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Killed by a test or not, the run goes on without it.
  guard.stdin.on("error", () => undefined);
  await once(guard, "spawn");
  guard.on("error", () => undefined);
  guard.unref();
  return {
    watch: (pid) => void guard.stdin.write(`${pid}\n`),
    dismiss: () => {
      guard.kill("SIGKILL");
      guard.stdin.destroy();
    },
  };
}

/** TypeScript beside the sources, JavaScript beside the bundle. */
function guardFile(): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath(new URL(`./run-guard.worker.${extension}`, import.meta.url));
}
