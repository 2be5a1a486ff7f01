import { setTimeout as delay } from "node:timers/promises";
import { type Aspect, type Machine, type Reading, readMachine } from "../collectors/collector.ts";

/** Two readings of the machine, so that counters become rates. */
export interface Measurement {
  readonly earlier: Reading;
  readonly later: Reading;
  readonly windowSeconds: number;
}

export interface Sampler {
  /** Reads what rates need, and `extra` once, over a window of at least a quarter of a second. */
  measure(extra: readonly Aspect[], signal: AbortSignal): Promise<Measurement>;
}

/** Shorter than this, one tick of the kernel's 10 ms clock is too large a share of the window. */
const MIN_WINDOW_MS = 250;
/** How long to wait when there is no baseline of use. */
const FRESH_WINDOW_MS = 500;
/** A rate over a longer window says little of now. */
const MAX_WINDOW_MS = 60_000;
const KEPT_READINGS = 8;
const RATE_ASPECTS: readonly Aspect[] = ["cpu", "paging", "disks", "network", "cgroup", "processes"];

/** Keeps the latest readings as baselines, the first from the moment it is made. */
export function createSampler(machine: Machine): Sampler {
  let readings: readonly Reading[] = [];
  const read = async (extra: readonly Aspect[], signal?: AbortSignal): Promise<Reading> => {
    const reading = await readMachine(machine, [...new Set([...RATE_ASPECTS, ...extra])], signal);
    readings = [...readings, reading].slice(-KEPT_READINGS);
    return reading;
  };
  const first = read([]);

  return {
    async measure(extra, signal) {
      await first;
      signal.throwIfAborted();
      let earlier = newestUsable(readings, performance.now());
      if (earlier === undefined) {
        earlier = await baseline(readings, read, signal);
        await delay(Math.max(0, earlier.atMs + FRESH_WINDOW_MS - performance.now()), undefined, { signal });
      }
      const later = await read(extra, signal);
      return { earlier, later, windowSeconds: (later.atMs - earlier.atMs) / 1000 };
    },
  };
}

function newestUsable(readings: readonly Reading[], nowMs: number): Reading | undefined {
  return readings.findLast(({ atMs }) => nowMs - atMs >= MIN_WINDOW_MS && nowMs - atMs <= MAX_WINDOW_MS);
}

/** A reading that is merely too young is waited for; an old one gives way to a new one. */
async function baseline(
  readings: readonly Reading[],
  read: (extra: readonly Aspect[], signal: AbortSignal) => Promise<Reading>,
  signal: AbortSignal,
): Promise<Reading> {
  const latest = readings.at(-1);
  return latest !== undefined && performance.now() - latest.atMs < MIN_WINDOW_MS ? latest : await read([], signal);
}
