import { Buffer } from "node:buffer";
import { ToolError } from "@quartet/core";
import { toJsonText } from "../json-value.ts";
import { KEY_PATTERN, LIMITS, TAG_PATTERN } from "../limits.ts";
import { formatRevision, parseRevision } from "../revision.ts";
import type { Put, Receipt, Remove } from "../store.ts";
import { type Bound, statement } from "./bound.ts";
import { appendEvent } from "./log.ts";
import { findOperation, rememberOperation } from "./operations.ts";

interface Current {
  readonly sequence: number;
  readonly tags: string;
  readonly created_at: number;
  readonly expires_at: number | null;
}

/** Sets a value and appends its event; only inside a transaction, after `sweepExpired`. */
export function putEntry(bound: Bound, write: Put, nowMs: number): Receipt {
  const text = toJsonText(write.value, { field: "value", maxBytes: LIMITS.valueBytes });
  const request = write.request ?? ["put", write.key, write.value, write.tags ?? [], write.ttlMs ?? null];
  const earlier = findOperation(bound, write.operationId, request);
  if (earlier !== undefined) return earlier;

  const current = find(bound, write.key);
  checkExpectation(bound, write, current);
  if (current === undefined) checkRoom(bound, write.key);
  const tags = tagsOf(write, current);
  const expiresAtMs = expiryOf(write, current, nowMs);
  const sizeBytes = Buffer.byteLength(text);
  const created = current === undefined;
  const { key, by } = write;
  const data = JSON.stringify({ created, sizeBytes, tags: JSON.parse(tags) as unknown });
  const sequence = appendEvent(bound, { type: "context.stored", key, by, atMs: nowMs, data });
  statement(
    bound.db,
    `INSERT OR REPLACE INTO entries (namespace, key, value, sequence, by, tags, size, created_at, updated_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(bound.id, key, text, sequence, by, tags, sizeBytes, current?.created_at ?? nowMs, nowMs, expiresAtMs ?? null);
  const done = { created, ...(expiresAtMs !== undefined && { expiresAtMs }) };
  rememberOperation(bound, sequence, { operationId: write.operationId, request, ...done });
  return { revision: formatRevision(bound.epoch, sequence), replayed: false, ...done };
}

/** Removes a value and appends its event; only inside a transaction, after `sweepExpired`. */
export function removeEntry(bound: Bound, removal: Remove, nowMs: number): Receipt | undefined {
  const { key, by, operationId } = removal;
  const request = removal.request ?? ["remove", key];
  const earlier = findOperation(bound, operationId, request);
  if (earlier !== undefined) return earlier;

  const current = find(bound, key);
  if (current === undefined && removal.expect === undefined) return undefined;
  checkExpectation(bound, removal, current);
  statement(bound.db, "DELETE FROM entries WHERE namespace = ? AND key = ?").run(bound.id, key);
  const sequence = appendEvent(bound, { type: "context.deleted", key, by, atMs: nowMs, data: "{}" });
  rememberOperation(bound, sequence, { operationId, request, created: false });
  return { revision: formatRevision(bound.epoch, sequence), created: false, replayed: false };
}

/**
 * Turns every entry whose time is up into an event, so that an expired value is gone for good once anybody could have
 * noticed: a clock set back later cannot bring it back.
 */
export function sweepExpired(bound: Bound, nowMs: number): void {
  const expired = statement<{ key: string }>(
    bound.db,
    "DELETE FROM entries WHERE namespace = ? AND expires_at <= ? RETURNING key",
  ).all(bound.id, nowMs);
  for (const { key } of expired.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    appendEvent(bound, { type: "context.expired", key, by: "store", atMs: nowMs, data: "{}" });
  }
}

export function hasExpired({ db, id }: Bound, nowMs: number): boolean {
  const found = statement(db, "SELECT 1 FROM entries WHERE namespace = ? AND expires_at <= ? LIMIT 1").get(id, nowMs);
  return found !== undefined;
}

function find({ db, id }: Bound, key: string): Current | undefined {
  if (!KEY_PATTERN.test(key)) {
    throw new ToolError("invalid_input", "The key is not a valid one.", {
      hint: "Use 1 to 200 letters, digits and . _ : @ / + ~ -, beginning with a letter or digit.",
    });
  }
  return statement<Current>(
    db,
    "SELECT sequence, tags, created_at, expires_at FROM entries WHERE namespace = ? AND key = ?",
  ).get(id, key);
}

function checkExpectation(bound: Bound, write: Put | Remove, current: Current | undefined): void {
  const { key, expect } = write;
  if (expect === undefined) return;
  const actual = current && formatRevision(bound.epoch, current.sequence);
  if (expect !== "absent") parseRevision(expect, "ifRevision");
  if (expect === (actual ?? "absent")) return;
  if (actual === undefined) {
    throw new ToolError("conflict", `"${key}" does not exist (any more), so it has no revision.`, {
      hint: 'Store it anew with ifRevision "absent", if that is still wanted.',
    });
  }
  const found = expect === "absent" ? "exists already" : "was changed by another write";
  throw new ToolError("conflict", `"${key}" ${found}; its revision is now ${actual}.`, {
    hint: "Read it with retrieve_context, work your change into the new value, and try again with that revision.",
  });
}

function checkRoom({ db, id }: Bound, key: string): void {
  const row = statement<{ entries: number }>(db, "SELECT count(*) AS entries FROM entries WHERE namespace = ?").get(id);
  if ((row?.entries ?? 0) < LIMITS.entries) return;
  throw new ToolError("too_large", `"${key}" does not fit: the namespace holds ${LIMITS.entries} entries, its most.`, {
    hint: "Delete entries that are no longer needed, or give them a time to live.",
  });
}

function tagsOf(write: Put, current: Current | undefined): string {
  if (write.tags === "keep") return current?.tags ?? "[]";
  const tags = [...new Set(write.tags)].toSorted();
  if (tags.length > LIMITS.tags || !tags.every((tag) => TAG_PATTERN.test(tag))) {
    throw new ToolError("invalid_input", `There are more than ${LIMITS.tags} tags, or one of them is not valid.`, {
      hint: "Use letters, digits and . _ : / - in tags, at most 64 of them each.",
    });
  }
  return JSON.stringify(tags);
}

function expiryOf({ ttlMs }: Put, current: Current | undefined, nowMs: number): number | undefined {
  if (ttlMs === undefined) return undefined;
  if (ttlMs === "keep") return current?.expires_at ?? undefined;
  if (Number.isInteger(ttlMs) && ttlMs > 0 && ttlMs <= LIMITS.ttlMs) return nowMs + ttlMs;
  throw new ToolError("invalid_input", "The time to live is not between 1 ms and 365 days.", {
    hint: "Leave it out to keep the value for ever.",
  });
}
