import type { Logger } from "@quartet/core";
import { ToolError } from "@quartet/core";
import { SqliteProcess, stopReason } from "./sqlite-process.ts";
import type { OpenRequest, Operation, Operations } from "./sqlite-protocol.ts";

/** Idle processes kept: one for the next call, and one warm spare for when that call has to be killed. */
const KEPT_IDLE = 2;

const SPARE_DELAY_MS = 50;

export interface PoolOptions {
  readonly open: OpenRequest;
  readonly maxProcesses: number;
  readonly log: Logger;
}

/** The query processes of one database: a call has one to itself, and a killed one is replaced ahead of need. */
export class SqlitePool {
  readonly #options: PoolOptions;
  #idle: SqliteProcess[] = [];
  readonly #all = new Set<SqliteProcess>();
  readonly #waiting: (() => void)[] = [];
  #starting = 0;
  #spareTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Process ids of all that run, busy or idle. */
  get pids(): number[] {
    return [...this.#all].filter(({ alive }) => alive).flatMap(({ pid }) => pid ?? []);
  }

  /** Asks a process that has the file `fileId` open, and has it killed when `signal` aborts. */
  async run<Name extends Operation>(
    fileId: string,
    { operation, request }: { operation: Name; request: Operations[Name]["request"] },
    signal: AbortSignal,
  ): Promise<Operations[Name]["answer"]> {
    const process = await this.#acquire(fileId, signal);
    this.#scheduleSpare(fileId);
    try {
      return await process.request(operation, request, signal);
    } finally {
      this.#release(process);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#idle = [];
    clearTimeout(this.#spareTimer);
    await Promise.all([...this.#all].map((process) => process.close()));
    for (const proceed of this.#waiting.splice(0)) proceed();
  }

  async #acquire(fileId: string, signal: AbortSignal): Promise<SqliteProcess> {
    for (;;) {
      if (signal.aborted) throw stopReason(signal);
      if (this.#closed) throw closed();
      const idle = this.#takeIdle(fileId);
      if (idle !== undefined) return idle;
      if (this.#size < this.#options.maxProcesses) return this.#start(fileId);
      await this.#turn(signal);
    }
  }

  get #size(): number {
    return this.#all.size + this.#starting;
  }

  /** An idle process on the right file; those on a file that was replaced since are ended. */
  #takeIdle(fileId: string): SqliteProcess | undefined {
    const stale = this.#idle.filter((process) => !process.alive || process.fileId !== fileId);
    for (const process of stale) this.#drop(process);
    const idle = this.#idle.filter((process) => !stale.includes(process));
    // The one used last knows the schema already.
    const chosen = idle.findLast(({ ready }) => ready) ?? idle[0];
    this.#idle = idle.filter((process) => process !== chosen);
    return chosen;
  }

  async #start(fileId: string): Promise<SqliteProcess> {
    this.#starting += 1;
    try {
      const process = await SqliteProcess.start(fileId, this.#options.open, this.#options.log);
      this.#all.add(process);
      if (!this.#closed) return process;
      await process.close();
      throw closed();
    } finally {
      this.#starting -= 1;
    }
  }

  /** A little later, so that starting a process does not slow down the call that makes it needed. */
  #scheduleSpare(fileId: string): void {
    this.#spareTimer ??= setTimeout(() => {
      this.#spareTimer = undefined;
      this.#keepSpare(fileId);
    }, SPARE_DELAY_MS).unref();
  }

  #keepSpare(fileId: string): void {
    if (this.#closed || this.#idle.length > 0 || this.#size >= this.#options.maxProcesses) return;
    const started = this.#start(fileId).then((process) => this.#release(process));
    started.catch((error: unknown) => this.#options.log.warn({ err: error }, "no spare query process"));
  }

  #release(process: SqliteProcess): void {
    const keep = process.alive && !this.#closed && this.#idle.length < KEPT_IDLE;
    if (keep) this.#idle.push(process);
    else this.#drop(process);
    this.#waiting.shift()?.();
  }

  #drop(process: SqliteProcess): void {
    process.kill();
    this.#all.delete(process);
  }

  /** Waits until a process may be free. */
  async #turn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const proceed = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(proceed), 1);
        resolve();
      };
      this.#waiting.push(proceed);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}

function closed(): ToolError {
  return new ToolError("unavailable", "The database connection is closed.");
}
