import { type FSWatcher, watch } from "node:fs";

/** Catches what file watching misses: network disks, containers, exhausted watches. Also finds expired entries. */
const SAFETY_POLL_MS = 1_000;
const POLL_WITHOUT_WATCH_MS = 100;
/** The file changes shortly before the writer's commit can be seen, so that the first look may come too early. */
const LOOK_AGAIN_MS = [1, 3, 8, 20, 50] as const;

/** Looks at a store whenever its folder changes, and from time to time in any case. Keeps no process alive. */
export class ChangeWatch {
  readonly #look: () => void;
  #watcher: FSWatcher | undefined;
  readonly #poll: NodeJS.Timeout;
  #again: NodeJS.Timeout[] = [];

  /** Without a folder it only looks from time to time. */
  constructor(folder: string | undefined, look: () => void) {
    this.#look = look;
    this.#watcher = folder === undefined ? undefined : this.#watchFolder(folder);
    const pollMs = folder !== undefined && this.#watcher === undefined ? POLL_WITHOUT_WATCH_MS : SAFETY_POLL_MS;
    this.#poll = setInterval(look, pollMs).unref();
  }

  close(): void {
    clearInterval(this.#poll);
    for (const timer of this.#again) clearTimeout(timer);
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watchFolder(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#changed());
      // The poll goes on without it.
      watcher.on("error", () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  #changed(): void {
    this.#look();
    for (const timer of this.#again) clearTimeout(timer);
    this.#again = LOOK_AGAIN_MS.map((delayMs) => setTimeout(this.#look, delayMs).unref());
  }
}
