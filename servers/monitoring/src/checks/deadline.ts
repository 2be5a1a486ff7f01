import { CheckFailure } from "./failure.ts";

/** The time one check may take, and why it ended when it did. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly elapsedMs: () => number;
  /** Stops the clock. */
  readonly clear: () => void;
}

/** How late a timer may fire before our own load, not the target, must be blamed for the silence. */
const LATE_SHARE = 0.5;
const LATE_LEAST_MS = 500;

/** Aborts after `timeoutMs`, or when the caller does; the abort reason is a `CheckFailure` only in the first case. */
export function startDeadline(timeoutMs: number, caller: AbortSignal): Deadline {
  const startMs = performance.now();
  const own = new AbortController();
  const elapsedMs = (): number => performance.now() - startMs;
  const timer = setTimeout(() => own.abort(timeoutFailure(timeoutMs, elapsedMs())), timeoutMs);
  return { signal: AbortSignal.any([own.signal, caller]), elapsedMs, clear: () => clearTimeout(timer) };
}

export function timeoutFailure(timeoutMs: number, elapsedMs: number): CheckFailure {
  if (elapsedMs - timeoutMs > Math.max(LATE_LEAST_MS, timeoutMs * LATE_SHARE)) {
    return new CheckFailure("inconclusive", "This machine was too busy to judge the target.", { code: "OVERLOADED" });
  }
  return new CheckFailure("down", `No complete answer within ${timeoutMs} ms.`, { code: "TIMEOUT" });
}
