/** One event of the log. */
export interface EventRecord {
  /** Contiguous within a namespace and an epoch; the only order. */
  readonly sequence: number;
  /** `epoch:sequence`: the cursor after this event, and the revision of the value it stored. */
  readonly revision: string;
  readonly type: string;
  /** The entry it is about, if any. */
  readonly key?: string;
  readonly by: string;
  /** Unix time in ms by the writer's clock; for people, not for ordering. */
  readonly atMs: number;
  readonly data: unknown;
}

export interface ReadLog {
  /** `epoch:sequence` of the last event seen. */
  readonly cursor: string;
  /** Names, or families such as `testing.*`. Absent or empty: all. */
  readonly types?: readonly string[];
  /** Only events about keys that match, with `*` and `?`. */
  readonly keyPattern?: string;
  readonly limit: number;
}

/** Sequences that were asked for but are no longer kept, both inclusive. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** `epoch`: the log was started anew (or the cursor is another namespace's). `future`: the log is older than the cursor. */
export type Reset = "epoch" | "future";

export interface LogPage {
  readonly events: readonly EventRecord[];
  /** Where to read on: after the last event looked at, whether it matched or not. */
  readonly cursor: string;
  /** Events were lost to this reader: it must read the state again. Reading goes on with the oldest event kept. */
  readonly gap?: Gap;
  /** The cursor means nothing here any more: read the state again. Reading goes on with the oldest event kept. */
  readonly reset?: Reset;
}
