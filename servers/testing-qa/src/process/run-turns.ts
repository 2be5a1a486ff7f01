import { createHash } from "node:crypto";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kill, pid as ownPid } from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { errorCodeOf, ToolError } from "@quartet/core";
import * as z from "zod";
import { killMarked } from "./process-group.ts";

const POLL_MS = 200;
const REMOVAL_MS = 60_000;

/** The start tells a server from a later process of the same number. */
const holder = z.object({ pid: z.int().positive(), start: z.string(), runId: z.string() });
type Holder = z.output<typeof holder>;

/**
 * One run at a time in a project, over all calls and all server processes of the user: two would share caches,
 * snapshots, ports and temporary files. A lock file says who runs; one left by a dead server is taken over, and
 * what that server left running is killed.
 */
export class RunTurns {
  readonly #folder: string;
  readonly #waitMs: number;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(folder: string, waitMs: number) {
    this.#folder = folder;
    this.#waitMs = waitMs;
  }

  /** Runs `work` when the project is free; `busy` when it does not become free in time. */
  async take<Result>(
    project: string,
    runId: string,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(this.#waitMs)]);
    const before = this.#queues.get(project) ?? Promise.resolve();
    const turn = this.#await(before, patience).then(async () => this.#locked(project, runId, patience, work));
    const settled = Promise.allSettled([before, turn]);
    this.#queues.set(project, settled);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(project) === settled) this.#queues.delete(project);
    }
  }

  async #await(before: Promise<unknown>, patience: AbortSignal): Promise<void> {
    const gaveUp = new Promise<never>((_, reject) => {
      if (patience.aborted) reject(busy());
      patience.addEventListener("abort", () => reject(busy()), { once: true });
    });
    await Promise.race([before, gaveUp]);
  }

  async #locked<Result>(
    project: string,
    runId: string,
    patience: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    await mkdir(this.#folder, { recursive: true }).catch((error: unknown) => Promise.reject(unwritable(error)));
    const file = join(this.#folder, `${createHash("sha256").update(project).digest("hex").slice(0, 24)}.lock`);
    while (!(await claim(file, { pid: ownPid, start: await startOf(ownPid), runId }))) {
      if (patience.aborted) throw busy();
      await delay(POLL_MS, undefined, { signal: patience }).catch(() => undefined);
    }
    try {
      return await work();
    } finally {
      await rm(file, { force: true });
    }
  }
}

/** Puts up the lock file in one step, so that it is never seen half written, however this process ends. */
async function claim(file: string, self: Holder): Promise<boolean> {
  const draft = `${file}.${self.runId}`;
  try {
    await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCodeOf(error) !== "EEXIST") throw unwritable(error);
  } finally {
    await rm(draft, { force: true });
  }
  await removeWhenDead(file, self);
  return false;
}

/**
 * Takes a dead server's lock away. Two servers may find it dead at once, and the slower one must not take away the new
 * lock of the faster: so only who holds the right to it removes, and looks again before.
 */
async function removeWhenDead(file: string, self: Holder): Promise<void> {
  if (!(await isDead(file))) return;
  const right = `${file}.removal`;
  try {
    await writeFile(right, self.runId, { flag: "wx", mode: 0o600 });
  } catch {
    return removeWhenOld(right);
  }
  try {
    const found = await isDead(file);
    if (!found) return;
    if (found !== true) await killMarked(found.runId);
    await rm(file, { force: true });
  } finally {
    await rm(right, { force: true });
  }
}

/** What a lock file says of a holder that is gone, or true when it says nothing that could be understood. */
async function isDead(file: string): Promise<Holder | boolean> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const found = parseHolder(text);
  if (found === undefined) return true;
  return (await lives(found)) ? false : found;
}

/** A removal takes an instant; one that is minutes old is that of a server which died over it. */
async function removeWhenOld(right: string): Promise<void> {
  const madeAt = await stat(right).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  if (Date.now() - madeAt > REMOVAL_MS) await rm(right, { force: true });
}

function unwritable(cause: unknown): ToolError {
  return new ToolError("unavailable", "The lock of a test run cannot be written.", {
    hint: "Check that the folder QUARTET_HOME (by default ~/.quartet) may be written and has room.",
    cause,
  });
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function lives({ pid, start }: Holder): Promise<boolean> {
  return exists(pid) && (await startOf(pid)) === start;
}

/** When a process started, in the kernel's ticks; empty where the system does not tell. */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function exists(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === "EPERM";
  }
}

function busy(): ToolError {
  return new ToolError("busy", "Another test run is under way in this project.", {
    hint: "Wait for it to end and call again; runs in one project never overlap.",
  });
}
