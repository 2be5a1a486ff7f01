import { formatRevision } from "../revision.ts";
import type { Entry, EntryPage, EntrySummary, ListQuery } from "../store.ts";
import { type Bound, statement } from "./bound.ts";

interface SummaryRow {
  readonly key: string;
  readonly sequence: number;
  readonly by: string;
  readonly tags: string;
  readonly size: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly expires_at: number | null;
}

const SUMMARY = "key, sequence, by, tags, size, created_at, updated_at, expires_at";

export function getEntries(bound: Bound, keys: readonly string[]): readonly Entry[] {
  const find = statement<SummaryRow & { value: string }>(
    bound.db,
    `SELECT ${SUMMARY}, value FROM entries WHERE namespace = ? AND key = ?`,
  );
  return keys.flatMap((key) => {
    const row = find.get(bound.id, key);
    return row === undefined ? [] : [{ ...summaryOf(bound, row), value: JSON.parse(row.value) as unknown }];
  });
}

export function listEntries(bound: Bound, query: ListQuery): EntryPage {
  const { where, values } = conditions(bound, query);
  const total = statement<{ total: number }>(bound.db, `SELECT count(*) AS total FROM entries WHERE ${where}`).get(
    ...values,
  );
  const rows = statement<SummaryRow>(
    bound.db,
    `SELECT ${SUMMARY} FROM entries WHERE ${where} ORDER BY key LIMIT ? OFFSET ?`,
  ).all(...values, query.limit, query.offset);
  return { entries: rows.map((row) => summaryOf(bound, row)), total: total?.total ?? 0 };
}

interface Conditions {
  readonly where: string;
  readonly values: readonly (string | number)[];
}

function conditions(bound: Bound, { tags = [], pattern, search }: ListQuery): Conditions {
  const clauses = ["namespace = ?"];
  const values: (string | number)[] = [bound.id];
  for (const tag of new Set(tags)) {
    clauses.push("EXISTS (SELECT 1 FROM json_each(tags) WHERE json_each.value = ?)");
    values.push(tag);
  }
  if (pattern !== undefined) {
    clauses.push("matches_glob(?, key)");
    values.push(pattern);
  }
  const words = search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  if (words.length > 0) {
    clauses.push("has_words(?, key || ' ' || tags || ' ' || value)");
    // As the words stand in the text of a JSON value.
    values.push(words.map((word) => JSON.stringify(word).slice(1, -1)).join("\n"));
  }
  return { where: clauses.join(" AND "), values };
}

function summaryOf(bound: Bound, row: SummaryRow): EntrySummary {
  return {
    key: row.key,
    revision: formatRevision(bound.epoch, row.sequence),
    by: row.by,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `putEntry` alone
    tags: JSON.parse(row.tags) as string[],
    sizeBytes: row.size,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    ...(row.expires_at !== null && { expiresAtMs: row.expires_at }),
  };
}

export interface Counts {
  readonly entries: number;
  readonly sizeBytes: number;
  /** Newest first. */
  readonly writers: readonly string[];
}

const WRITERS_SHOWN = 10;

export function countEntries({ db, id }: Bound): Counts {
  const entries = statement<{ count: number }>(db, "SELECT count(*) AS count FROM entries WHERE namespace = ?").get(id);
  const writers = statement<{ by: string }>(
    db,
    "SELECT by FROM events WHERE namespace = ? AND by <> 'store' GROUP BY by ORDER BY max(sequence) DESC LIMIT ?",
  ).all(id, WRITERS_SHOWN);
  const pages = Number(db.pragma("page_count", { simple: true }));
  return {
    entries: entries?.count ?? 0,
    sizeBytes: pages * Number(db.pragma("page_size", { simple: true })),
    writers: writers.map((row) => row.by),
  };
}
