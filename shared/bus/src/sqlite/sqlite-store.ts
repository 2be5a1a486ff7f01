import { setTimeout as delay } from "node:timers/promises";
import { ToolError } from "@quartet/core";
import { toJsonText } from "../json-value.ts";
import { LIMITS } from "../limits.ts";
import type { LogPage, ReadLog } from "../log-page.ts";
import { formatRevision } from "../revision.ts";
import type {
  Append,
  Entry,
  EntryPage,
  ListQuery,
  Put,
  Receipt,
  Remove,
  Store,
  StoreKind,
  StoreScope,
  StoreStatus,
} from "../store.ts";
import { bind, type Bound } from "./bound.ts";
import { ChangeWatch } from "./change-watch.ts";
import { hasExpired, putEntry, removeEntry, sweepExpired } from "./entries.ts";
import { isBusy, isDamage, toStoreError } from "./faults.ts";
import { appendEvent, logBounds, readLog } from "./log.ts";
import { findOperation, rememberOperation } from "./operations.ts";
import { countEntries, getEntries, listEntries } from "./queries.ts";
import type { Source } from "./source.ts";

export interface SqliteStoreOptions {
  readonly kind: StoreKind;
  readonly namespace: string;
  readonly degraded?: string;
  readonly now?: () => number;
  readonly keptEvents?: number;
}

const BUSY_LIMIT_MS = 5_000;
const BUSY_PAUSE_MS = 10;

/** The store contract on SQLite: `local` on a file that processes share, `memory` on a private database, one code. */
export class SqliteStore implements Store {
  readonly kind: StoreKind;
  readonly scope: StoreScope;
  readonly namespace: string;
  declare readonly degraded?: string;
  readonly #source: Source;
  readonly #now: () => number;
  readonly #keptEvents: number;
  readonly #listeners = new Set<() => void>();
  #bound: Bound | undefined;
  #watch: ChangeWatch | undefined;
  #seenVersion = 0;
  #skippedEvents = 0;
  #closed = false;
  /** Writes of this process follow each other, so that waiting for a lock cannot change their order. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(source: Source, options: SqliteStoreOptions) {
    this.#source = source;
    this.kind = options.kind;
    this.scope = options.kind === "local" ? "all processes of this user on this machine" : "this process only";
    this.namespace = options.namespace;
    if (options.degraded !== undefined) this.degraded = options.degraded;
    this.#now = options.now ?? Date.now;
    this.#keptEvents = options.keptEvents ?? LIMITS.keptEvents;
  }

  get notice(): string | undefined {
    return this.#source.notice;
  }

  put(write: Put): Promise<Receipt> {
    return this.#write((bound, nowMs) => putEntry(bound, write, nowMs));
  }

  remove(removal: Remove): Promise<Receipt | undefined> {
    return this.#write((bound, nowMs) => removeEntry(bound, removal, nowMs));
  }

  append({
    type,
    key,
    by,
    data,
    operationId,
    request = ["append", type, key ?? null, data],
  }: Append): Promise<Receipt> {
    return this.#write((bound, atMs) => {
      const text = toJsonText(data, { field: "data", maxBytes: LIMITS.eventBytes });
      const earlier = findOperation(bound, operationId, request);
      if (earlier !== undefined) return earlier;
      const sequence = appendEvent(bound, { type, ...(key !== undefined && { key }), by, atMs, data: text });
      rememberOperation(bound, sequence, { operationId, request, created: false });
      return { revision: formatRevision(bound.epoch, sequence), created: false, replayed: false };
    });
  }

  outcome(operationId: string, request: unknown): Promise<Receipt | undefined> {
    return this.#read((bound) => findOperation(bound, operationId, request));
  }

  get(keys: readonly string[]): Promise<readonly Entry[]> {
    return this.#read((bound) => getEntries(bound, keys));
  }

  list(query: ListQuery): Promise<EntryPage> {
    return this.#read((bound) => listEntries(bound, query));
  }

  head(): Promise<string> {
    return this.#read((bound) => formatRevision(bound.epoch, logBounds(bound).head));
  }

  read(request: ReadLog): Promise<LogPage> {
    return this.#read((bound) => readLog(bound, request, () => void this.#skippedEvents++));
  }

  status(): Promise<StoreStatus> {
    return this.#read((bound) => {
      const { head, oldest } = logBounds(bound);
      const { path } = this.#source;
      return {
        ...countEntries(bound),
        events: head - oldest + 1,
        head: formatRevision(bound.epoch, head),
        oldestSequence: oldest > head ? 0 : oldest,
        ...(path !== undefined && { path }),
        skippedEvents: this.#skippedEvents,
      };
    });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watch ??= new ChangeWatch(this.#source.folder, () => this.#look());
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#watch?.close();
      this.#watch = undefined;
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch?.close();
    this.#watch = undefined;
    await this.#lastWrite;
    this.#notify();
    this.#listeners.clear();
    this.#source.close();
  }

  /** One transaction that takes the write lock at its start. */
  #write<Result>(work: (bound: Bound, nowMs: number) => Result): Promise<Result> {
    const write = this.#lastWrite.then(() =>
      this.#attempt((bound) => {
        const nowMs = this.#now();
        this.#sweep(bound, nowMs);
        const result = bound.db.transaction(() => work(bound, nowMs)).immediate();
        this.#notify();
        return result;
      }),
    );
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  /** One consistent view. */
  #read<Result>(work: (bound: Bound) => Result): Promise<Result> {
    return this.#attempt((bound) => {
      this.#sweep(bound, this.#now());
      return bound.db.transaction(() => work(bound))();
    });
  }

  /** Comes first and commits on its own, so that what follows cannot undo an expiry that it has shown. */
  #sweep(bound: Bound, nowMs: number): void {
    if (!hasExpired(bound, nowMs)) return;
    bound.db.transaction(() => sweepExpired(bound, nowMs)).immediate();
    this.#notify();
  }

  /** Tries again while other processes are in the way, and once after a damaged file was replaced. */
  async #attempt<Result>(work: (bound: Bound) => Result): Promise<Result> {
    const giveUpAt = performance.now() + BUSY_LIMIT_MS;
    let damaged = false;
    let replaced = false;
    for (;;) {
      try {
        if (damaged && !replaced) {
          this.#source.setAside();
          replaced = true;
        }
        return work(this.#current());
      } catch (error) {
        const mendable = isDamage(error) && !replaced;
        damaged ||= mendable;
        if (!mendable && (!isBusy(error) || performance.now() > giveUpAt)) throw toStoreError(error);
      }
      await delay(BUSY_PAUSE_MS * (0.5 + Math.random()));
    }
  }

  #current(): Bound {
    if (this.#closed) throw new ToolError("unavailable", "The store is closed.", { hint: "Start the server again." });
    const db = this.#source.acquire();
    if (this.#bound?.db !== db) this.#bound = bind(db, this.namespace, this.#keptEvents);
    return this.#bound;
  }

  /** Tells the listeners when another connection has written, the file was replaced, or entries expired. */
  #look(): void {
    try {
      const before = this.#bound;
      const bound = this.#current();
      const version = Number(bound.db.pragma("data_version", { simple: true }));
      const changed = bound !== before || version !== this.#seenVersion || hasExpired(bound, this.#now());
      this.#seenVersion = version;
      if (changed) this.#notify();
    } catch {
      // A store in trouble reports it to whoever uses it next; a look is only a hint.
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
