import type { LogPage, ReadLog } from "./log-page.ts";

/** `local`: one SQLite file shared by all of the user's processes. `memory`: this process alone. */
export type StoreKind = "local" | "memory";

/** Who sees what is written, in words an agent can pass on. */
export type StoreScope = "all processes of this user on this machine" | "this process only";

/** One value with what is known about it. Times are Unix time in ms and never decide an order; `revision` does. */
export interface Entry extends EntrySummary {
  readonly value: unknown;
}

export interface EntrySummary {
  readonly key: string;
  /** `epoch:sequence` of the write that made this value; never used again, not even after delete and re-creation. */
  readonly revision: string;
  /** Who wrote it, as the writer called itself. */
  readonly by: string;
  readonly tags: readonly string[];
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs?: number;
}

/** Common to all writes. */
interface Operation {
  readonly by: string;
  /** Makes a retry safe: an operation already applied is answered from memory and has no second effect. */
  readonly operationId?: string;
  /** What the caller asked for when that is not the write itself (a patch); a reused id must come with the same request. */
  readonly request?: unknown;
}

export interface Put extends Operation {
  readonly key: string;
  /** Any JSON value. */
  readonly value: unknown;
  /** Absent: none. */
  readonly tags?: readonly string[] | "keep";
  /** Time to live in ms from now. Absent: for ever. */
  readonly ttlMs?: number | "keep";
  /** Compare-and-set: the revision the entry must have, or `absent` when there must be none. */
  readonly expect?: string;
}

export interface Remove extends Operation {
  readonly key: string;
  readonly expect?: string;
}

export interface Append extends Operation {
  readonly type: string;
  readonly key?: string;
  readonly data: unknown;
}

/** What a write did. */
export interface Receipt {
  /** The write's place in the namespace's total order, as `epoch:sequence`; usable as revision and as cursor. */
  readonly revision: string;
  /** True when the entry did not exist before. */
  readonly created: boolean;
  /** True when this operation id had been applied before and nothing was changed now. */
  readonly replayed: boolean;
  readonly expiresAtMs?: number;
}

export interface ListQuery {
  /** Entries must carry all of them. */
  readonly tags?: readonly string[];
  /** Keys, with `*` for any characters and `?` for one. */
  readonly pattern?: string;
  /** Words that must all occur in key, tags or value, in any case. */
  readonly search?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface EntryPage {
  /** In the order of their keys. */
  readonly entries: readonly EntrySummary[];
  readonly total: number;
}

export interface StoreStatus {
  readonly entries: number;
  readonly events: number;
  /** Cursor of the newest event. */
  readonly head: string;
  /** Sequence of the oldest event kept; 0 when there is none. */
  readonly oldestSequence: number;
  /** Bytes on disk or in memory, of all namespaces. */
  readonly sizeBytes: number;
  readonly path?: string;
  /** Names that wrote lately, newest first. */
  readonly writers: readonly string[];
  /** Log entries that could not be read and were passed over since start. */
  readonly skippedEvents: number;
}

/**
 * State and event log of one namespace. Every write is one step of one total order: it gets the next sequence number, changes
 * state and appends its event together or not at all. Failures are `ToolError`s; texts in them never carry stored values.
 */
export interface Store {
  readonly kind: StoreKind;
  readonly scope: StoreScope;
  readonly namespace: string;
  /** Why this is not the store that was wanted; absent when it is. */
  readonly degraded?: string;
  /** Something the user should know although the store works, such as a damaged file that was set aside. */
  readonly notice: string | undefined;

  /** Sets a value. Fails with `conflict` when `expect` does not hold or an operation id comes back with another request. */
  put(write: Put): Promise<Receipt>;
  /** Removes a value; `undefined` when there is none. Fails with `conflict` as `put` does. */
  remove(removal: Remove): Promise<Receipt | undefined>;
  /** Adds an event that changes no state. */
  append(event: Append): Promise<Receipt>;
  /** The receipt of an operation applied before, as long as its event is kept. */
  outcome(operationId: string, request: unknown): Promise<Receipt | undefined>;

  /** The entries that exist among `keys`, in that order. Never an expired one. */
  get(keys: readonly string[]): Promise<readonly Entry[]>;
  /** One page of the entries that match, without their values. */
  list(query: ListQuery): Promise<EntryPage>;

  /** Cursor of the newest event. */
  head(): Promise<string>;
  /** The events after a cursor that match, oldest first; reports a gap or a reset, never hides one. */
  read(request: ReadLog): Promise<LogPage>;
  /** Calls back soon after anybody changed the namespace. Only a hint, maybe once for many changes: read the log then. */
  onChange(listener: () => void): () => void;

  status(): Promise<StoreStatus>;
  /** Lets go of files and timers. What was acknowledged stays. */
  close(): Promise<void>;
}
