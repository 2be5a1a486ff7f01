import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { workerFile } from "./worker-file.ts";

export const RESTING = 0;
export const WATCHING = 1;

export interface WatchdogData {
  /** One shared number: RESTING or WATCHING. */
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly memoryBytes: number;
  readonly parentPid: number;
}

export interface Watchdog {
  /** From now on this thread may be deaf in native code. */
  watch(): void;
  /** This thread hears signals and messages again. */
  rest(): void;
}

/**
 * Starts a thread that ends the process when a statement takes too much memory or the parent is gone, both of which the
 * main thread cannot see while SQLite runs.
 */
export async function startWatchdog(memoryBytes: number, parentPid: number): Promise<Watchdog> {
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchdogData = { state, memoryBytes, parentPid };
  const worker = new Worker(workerFile("sqlite-watchdog", import.meta.url), { workerData });
  worker.unref();
  // Its first message says that it runs; "online" comes before its code is loaded.
  await once(worker, "message");
  const become = (value: number): void => {
    Atomics.store(state, 0, value);
    Atomics.notify(state, 0);
  };
  return { watch: () => become(WATCHING), rest: () => become(RESTING) };
}
