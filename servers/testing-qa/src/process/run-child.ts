import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Ending } from "../models.ts";
import { OutputTail } from "./output-tail.ts";
import { endGroup, groupLeft, killMarked, RUN_MARKER } from "./process-group.ts";
import { type RunGuard, startGuard } from "./run-guard.ts";

export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Removed should this process die before the child's end. */
  readonly folder: string;
  /** An open file that the child finds as descriptor 3. */
  readonly secretFd: number;
}

export interface ChildLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** From the polite signal to the certain one. */
  readonly graceMs: number;
  readonly runId: string;
  /** More output than this ends the run. */
  readonly maxOutputBytes: number;
}

const TAIL_CHARACTERS = 8_000;
/** How long processes of the run may outlive it before they count as leaked. */
const LINGER_MS = 2_000;

/**
 * Runs one child in a process group of its own, and leaves nothing of the group behind however it ends, or however
 * this process ends.
 */
export async function runChild(command: ChildCommand, limits: ChildLimits): Promise<Ending> {
  const guard = await startGuard({ runId: limits.runId, folder: command.folder });
  try {
    return await runGuarded(command, limits, guard);
  } finally {
    guard.dismiss();
  }
}

async function runGuarded(command: ChildCommand, limits: ChildLimits, guard: RunGuard): Promise<Ending> {
  const startedAt = performance.now();
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...command.env, [RUN_MARKER]: limits.runId },
    detached: true,
    shell: false,
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe", command.secretFd],
  });
  await once(child, "spawn");
  guard.watch(child.pid ?? 0);
  const stop = watchLimits(child, limits);
  const output = new OutputTail(TAIL_CHARACTERS);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output.push(chunk);
      if (output.bytes > limits.maxOutputBytes) stop.now("output");
    });
  }
  await once(child, "exit");
  const { exitCode, signalCode: signal } = child;
  const durationMs = performance.now() - startedAt;
  const stoppedFor = await stop.settle();
  const leakedProcesses = await clearUp(child, limits, stoppedFor === undefined ? LINGER_MS : limits.graceMs);
  return { exitCode, signal, stoppedFor, durationMs, outputTail: output.text, leakedProcesses };
}

type StopReason = NonNullable<Ending["stoppedFor"]>;

interface Stop {
  now(reason: StopReason): void;
  /** Takes the watch away and waits for a stop that is under way. */
  settle(): Promise<StopReason | undefined>;
}

function watchLimits(child: ChildProcess, limits: ChildLimits): Stop {
  let reason: StopReason | undefined;
  let ending: Promise<void> | undefined;
  const now = (why: StopReason): void => {
    if (reason !== undefined) return;
    reason = why;
    ending = endGroup(child.pid ?? 0, limits.graceMs);
  };
  const cancel = (): void => now("cancelled");
  const timer = setTimeout(() => now("deadline"), limits.timeoutMs);
  limits.signal.addEventListener("abort", cancel, { once: true });
  if (limits.signal.aborted) cancel();
  return {
    now,
    async settle() {
      clearTimeout(timer);
      limits.signal.removeEventListener("abort", cancel);
      await ending;
      return reason;
    },
  };
}

/** A grandchild may hold the pipes open for ever: the run is over when its first process is, not when they close. */
async function clearUp(child: ChildProcess, limits: ChildLimits, lingerMs: number): Promise<number> {
  const pid = child.pid ?? 0;
  const lingering = await groupLeft(pid, lingerMs);
  if (lingering > 0) await endGroup(pid, 0);
  const escaped = await killMarked(limits.runId);
  await Promise.race([once(child, "close"), delay(100, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return lingering + escaped;
}
