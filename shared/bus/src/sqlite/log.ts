import { matchesGlob } from "../glob.ts";
import { isWanted } from "../events.ts";
import type { EventRecord, LogPage, ReadLog, Reset } from "../log-page.ts";
import { formatRevision, parseRevision, type Revision } from "../revision.ts";
import { type Bound, statement } from "./bound.ts";

/** An event before it has its place in the order. */
export interface NewEvent {
  readonly type: string;
  readonly key?: string;
  readonly by: string;
  readonly atMs: number;
  /** JSON. */
  readonly data: string;
}

/** How much is deleted at a time: seldom, so that a write stays cheap. */
const PRUNE_EVERY = 64;

/** Takes the next sequence and writes the event under it; only inside a transaction. */
export function appendEvent(bound: Bound, event: NewEvent): number {
  const { db, id } = bound;
  const next = statement<{ sequence: number }>(
    db,
    "UPDATE namespaces SET sequence = sequence + 1 WHERE id = ? RETURNING sequence",
  ).get(id);
  if (next === undefined) throw new Error("The namespace is missing from the store.");
  statement(db, "INSERT INTO events (namespace, sequence, type, key, by, at, data) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
    id,
    next.sequence,
    event.type,
    event.key ?? null,
    event.by,
    event.atMs,
    event.data,
  );
  if (next.sequence % PRUNE_EVERY === 0) prune(bound, next.sequence - bound.keptEvents);
  return next.sequence;
}

function prune({ db, id }: Bound, upTo: number): void {
  statement(db, "DELETE FROM events WHERE namespace = ? AND sequence <= ?").run(id, upTo);
}

export interface LogBounds {
  readonly head: number;
  /** `head + 1` when no event is kept. */
  readonly oldest: number;
}

export function logBounds({ db, id }: Bound): LogBounds {
  const row = statement<{ head: number; oldest: number | null }>(
    db,
    `SELECT sequence AS head, (SELECT min(sequence) FROM events WHERE namespace = n.id) AS oldest
     FROM namespaces n WHERE id = ?`,
  ).get(id);
  if (row === undefined) throw new Error("The namespace is missing from the store.");
  return { head: row.head, oldest: row.oldest ?? row.head + 1 };
}

interface EventRow {
  readonly sequence: number;
  readonly type: string;
  readonly key: string | null;
  readonly by: string;
  readonly at: number;
  readonly data: string;
}

/** Reads on from a cursor. `skipped` is told of entries that cannot be decoded, so that none of them stops a reader for ever. */
export function readLog(bound: Bound, request: ReadLog, skipped: () => void): LogPage {
  const cursor = parseRevision(request.cursor, "cursor");
  const bounds = logBounds(bound);
  const reset = resetOf(bound, cursor, bounds);
  const from = reset === undefined ? cursor.sequence + 1 : bounds.oldest;
  const first = Math.max(from, bounds.oldest);
  const { events, last } = scan(bound, first, request, skipped);
  return {
    events,
    cursor: formatRevision(bound.epoch, last ?? Math.max(bounds.head, first - 1)),
    ...(first > from && { gap: { from, to: first - 1 } }),
    ...(reset !== undefined && { reset }),
  };
}

function resetOf(bound: Bound, cursor: Revision, bounds: LogBounds): Reset | undefined {
  if (cursor.epoch !== bound.epoch) return "epoch";
  return cursor.sequence > bounds.head ? "future" : undefined;
}

interface Scanned {
  readonly events: readonly EventRecord[];
  /** Where the scan stopped early, because the page was full. */
  readonly last?: number;
}

function scan({ db, id, epoch }: Bound, first: number, request: ReadLog, skipped: () => void): Scanned {
  const rows = statement<EventRow>(
    db,
    "SELECT sequence, type, key, by, at, data FROM events WHERE namespace = ? AND sequence >= ? ORDER BY sequence",
  );
  const events: EventRecord[] = [];
  for (const row of rows.iterate(id, first)) {
    const event = isAskedFor(row, request) ? decode(row, epoch) : undefined;
    if (event === "undecodable") skipped();
    else if (event !== undefined && events.push(event) === request.limit) return { events, last: row.sequence };
  }
  return { events };
}

function isAskedFor(row: EventRow, { types, keyPattern }: ReadLog): boolean {
  if (!isWanted(row.type, types)) return false;
  return keyPattern === undefined || (row.key !== null && matchesGlob(keyPattern, row.key));
}

function decode(row: EventRow, epoch: string): EventRecord | "undecodable" {
  try {
    const data: unknown = JSON.parse(row.data);
    const { sequence, type, by } = row;
    const revision = formatRevision(epoch, sequence);
    return { sequence, revision, type, ...(row.key !== null && { key: row.key }), by, atMs: row.at, data };
  } catch {
    return "undecodable";
  }
}
