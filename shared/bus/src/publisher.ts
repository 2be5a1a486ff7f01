import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Logger, toError } from "@quartet/core";
import type { BusEvent } from "./events.ts";
import type { Store } from "./store.ts";

export interface PublisherOptions {
  /** Opens the store; called at the first event, and again as long as it fails. */
  readonly open: () => Promise<Store>;
  /** The server that publishes, such as `database`. */
  readonly source: string;
  readonly log?: Logger;
}

/** How servers tell of what they did. */
export interface Publisher {
  /** Hands the event over and returns at once. Never throws: what cannot be published is logged, counted and let go. */
  publish(event: BusEvent): void;
  /** Events let go since start: not valid, too many at once, or no store to take them. */
  readonly dropped: number;
  /** Waits shortly for what is still on its way, then closes the store. */
  close(): Promise<void>;
}

/** Beyond this the oldest are let go: a dead store must cost neither memory nor time. */
const MAX_QUEUED = 1_000;
const CLOSE_WAIT_MS = 500;

export function createPublisher(options: PublisherOptions): Publisher {
  return new QueuePublisher(options);
}

class QueuePublisher implements Publisher {
  readonly #options: PublisherOptions;
  readonly #queue: BusEvent[] = [];
  #store: Store | undefined;
  #working: Promise<void> | undefined;
  dropped = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  publish(event: BusEvent): void {
    if (this.#queue.length === MAX_QUEUED) this.#drop(this.#queue.shift(), "too many events wait for the store");
    this.#queue.push(event);
    this.#working ??= this.#work();
  }

  async close(): Promise<void> {
    await Promise.race([this.#working, delay(CLOSE_WAIT_MS, undefined, { ref: false })]);
    await this.#store?.close();
  }

  async #work(): Promise<void> {
    // Off the caller's path from the first step on, and no schema is built in a process that publishes nothing.
    await delay(0);
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      await this.#send(event).catch((error: unknown) => this.#drop(event, toError(error).message));
    }
    this.#working = undefined;
  }

  async #send(event: BusEvent): Promise<void> {
    const { problemWith } = await import("./event-schemas.ts");
    const problem = problemWith(event);
    if (problem !== undefined) return this.#drop(event, problem);
    const { type, data } = event;
    this.#store ??= await this.#options.open();
    await this.#store.append({ type, data, by: this.#options.source, operationId: randomUUID() });
  }

  #drop(event: BusEvent | undefined, reason: string): void {
    this.dropped++;
    this.#options.log?.warn({ type: event?.type, reason, dropped: this.dropped }, "An event was not published.");
  }
}
