import { ToolError } from "./errors.ts";

/** Lets `limit` calls run at once; further ones wait in order, and past `maxWaiting` they are refused. */
export class Slots {
  readonly #limit: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number, maxWaiting: number = limit * 20) {
    this.#limit = limit;
    this.#maxWaiting = maxWaiting;
  }

  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line; given back first, a newcomer could take it as well.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running >= this.#limit) await this.#wait(signal);
    else this.#running += 1;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) {
      throw new ToolError("busy", `${this.#running} calls are running and ${this.#waiting.length} are waiting.`, {
        hint: "Try again in a few seconds, or raise the setting maxConcurrentCalls.",
      });
    }
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#waiting.push(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}

/**
 * Runs `work` with a signal that aborts when the deadline passes or one of `signals` does, and answers then even when
 * the work does not listen. `timeoutMs` 0 sets no deadline.
 */
export async function withDeadline<T>(
  name: string,
  { timeoutMs, signals }: { timeoutMs: number; signals: readonly AbortSignal[] },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const done = new AbortController();
  for (const signal of signals) relayAbort(signal, { to: stop, until: done.signal });
  const expire = (): void => stop.abort(timedOut(name, timeoutMs));
  const timer = timeoutMs > 0 ? setTimeout(expire, timeoutMs) : undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(stop.signal.reason instanceof ToolError ? stop.signal.reason : cancelled(name));
    if (stop.signal.aborted) abort();
    stop.signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([aborted, work(stop.signal)]);
  } finally {
    clearTimeout(timer);
    done.abort();
  }
}

/** Unlike `AbortSignal.any` it leaves nothing behind on a signal that lives as long as the process. */
function relayAbort(from: AbortSignal, { to, until }: { to: AbortController; until: AbortSignal }): void {
  if (from.aborted) to.abort(from.reason);
  else from.addEventListener("abort", () => to.abort(from.reason), { once: true, signal: until });
}

function timedOut(name: string, timeoutMs: number): ToolError {
  return new ToolError("timeout", `${name} did not finish within ${timeoutMs / 1000} s and was stopped.`, {
    hint: "Ask for less work at once, or raise the setting toolTimeoutMs.",
  });
}

function cancelled(name: string): ToolError {
  return new ToolError("cancelled", `${name} was cancelled.`);
}
