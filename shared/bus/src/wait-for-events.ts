import type { LogPage, ReadLog } from "./log-page.ts";
import type { Store } from "./store.ts";

export interface Wait {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Reads the log, and when there is nothing to tell yet waits until there is. Ends with an empty page and a cursor when the
 * time is up; rejects with the signal's reason when that aborts. A gap or a reset ends the wait like an event does.
 */
export async function waitForEvents(store: Store, request: ReadLog, { timeoutMs, signal }: Wait): Promise<LogPage> {
  signal.throwIfAborted();
  const bell = new Bell();
  const timer = setTimeout(() => bell.ringForGood(), timeoutMs);
  const onAbort = (): void => bell.ringForGood();
  signal.addEventListener("abort", onAbort);
  // Listening starts before the first look, so that nothing can fall between the two.
  const stopListening = store.onChange(() => bell.ring());
  try {
    let { cursor } = request;
    for (;;) {
      const page = await store.read({ ...request, cursor });
      signal.throwIfAborted();
      if (hasNews(page) || bell.rungForGood) return page;
      cursor = page.cursor;
      await bell.wait();
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    stopListening();
  }
}

function hasNews(page: LogPage): boolean {
  return page.events.length > 0 || page.gap !== undefined || page.reset !== undefined;
}

/** Remembers a ring that came while nobody was waiting. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;
  rungForGood = false;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  ringForGood(): void {
    this.rungForGood = true;
    this.ring();
  }

  async wait(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    this.#rung = this.rungForGood;
  }
}
