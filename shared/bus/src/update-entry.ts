import { nearest, ToolError } from "@quartet/core";
import { KEY_PATTERN } from "./limits.ts";
import { isJsonObject, mergePatch } from "./merge-patch.ts";
import type { Entry, Put, Receipt, Store } from "./store.ts";

export interface Update extends Pick<Put, "key" | "by" | "operationId" | "expect"> {
  /** RFC 7396 merge patch. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** Absent: as they are. */
  readonly tags?: readonly string[];
  /** Absent: as it is. */
  readonly ttlMs?: number;
}

export interface Updated extends Receipt {
  /** Absent when the operation had been applied before. */
  readonly value?: unknown;
}

const MAX_ATTEMPTS = 100;

/**
 * Merges a patch into a value. Without `expect` it is worked into whatever the value is by then, so that patches of several
 * writers all take effect. Fails with `not_found`, with `conflict` when `expect` does not hold, and with `invalid_input` when
 * the value is not an object.
 */
export async function updateEntry(store: Store, update: Update): Promise<Updated> {
  const { key, by, operationId, expect, tags, ttlMs } = update;
  const request = ["update", key, update.patch, tags ?? null, ttlMs ?? null];
  const earlier = operationId === undefined ? undefined : await store.outcome(operationId, request);
  if (earlier !== undefined) return earlier;

  for (let attempt = 1; ; attempt++) {
    const [current] = await store.get([key]);
    if (current === undefined) throw await missing(store, key);
    const value = merged(current, update.patch);
    const put: Put = {
      key,
      by,
      value,
      request,
      expect: expect ?? current.revision,
      tags: tags ?? "keep",
      ttlMs: ttlMs ?? "keep",
      ...(operationId !== undefined && { operationId }),
    };
    const receipt = await tryPut(store, put, expect === undefined && attempt < MAX_ATTEMPTS);
    if (receipt !== undefined) return receipt.replayed ? receipt : { ...receipt, value };
  }
}

/** `undefined` when another write came between and the caller wants to try again. */
async function tryPut(store: Store, put: Put, again: boolean): Promise<Receipt | undefined> {
  try {
    return await store.put(put);
  } catch (error) {
    if (again && error instanceof ToolError && error.code === "conflict") return undefined;
    throw error;
  }
}

function merged(current: Entry, patch: Update["patch"]): unknown {
  if (isJsonObject(current.value)) return mergePatch(current.value, patch);
  throw new ToolError(
    "invalid_input",
    `key: the value of "${current.key}" is not an object, so nothing can be merged into it.`,
    {
      hint: "Replace it as a whole with store_context.",
    },
  );
}

const KEYS_SEARCHED = 1_000;

/** A `not_found` error that offers the nearest key. `field` is the argument that named it. */
export async function missing(store: Store, key: string, field = "key"): Promise<ToolError> {
  const { entries } = await store.list({ offset: 0, limit: KEYS_SEARCHED });
  const known = entries.map((entry) => entry.key);
  const hint = nearest(key.slice(0, KEY_SHOWN), known);
  return new ToolError(
    "not_found",
    KEY_PATTERN.test(key) ? `${field}: there is no "${key}" (any more).` : `${field}: there is no such key.`,
    {
      hint: hint === undefined ? "See list_contexts for the keys there are." : `Did you mean "${hint}"?`,
    },
  );
}

const KEY_SHOWN = 200;
