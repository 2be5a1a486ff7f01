import { type EntrySummary, KEY_PATTERN, LIMITS, type Store, TAG_PATTERN } from "@quartet/bus";
import * as z from "zod";

export const key = z
  .string()
  .regex(KEY_PATTERN, "must be 1 to 200 letters, digits and . _ : @ / + ~ -, beginning with a letter or digit");

export const tags = z
  .array(z.string().regex(TAG_PATTERN, "must be 1 to 64 letters, digits and . _ : / -"))
  .max(LIMITS.tags);

export const pattern = z.string().min(1).max(LIMITS.patternLength);

export const ttlSeconds = z
  .int()
  .min(1)
  .max(LIMITS.ttlMs / 1_000);

export const ifRevision = z.string().max(40).optional().describe("Only if this is still the revision");

export const operationId = z.string().min(1).max(100).optional().describe("UUID that makes a retry safe");

/** In every answer: which store gave it and who shares that store. */
export const origin = {
  store: z.enum(["local", "memory"]),
  degraded: z.boolean().describe("True when this is not the store that was wanted; bridge_status says why"),
  scope: z.string().describe("Who sees the same contexts"),
};

export function originOf({ kind, degraded, scope }: Store): {
  store: "local" | "memory";
  degraded: boolean;
  scope: string;
} {
  return { store: kind, degraded: degraded !== undefined, scope };
}

/** What a write answers. */
export const receipt = {
  key: z.string(),
  revision: z.string().describe("Pass as ifRevision to change only this version"),
  replayed: z.boolean().describe("True when this operationId was applied before and nothing changed now"),
  ...origin,
};

/** What is known of a context beside its value. */
export const summary = {
  key: z.string(),
  revision: z.string(),
  by: z.string().describe("Who wrote it"),
  tags: z.array(z.string()),
  sizeBytes: z.int(),
  updatedAt: z.string(),
  expiresAt: z.string().optional(),
};

export interface Summary {
  key: string;
  revision: string;
  by: string;
  tags: string[];
  sizeBytes: number;
  updatedAt: string;
  expiresAt?: string;
}

export function summaryOf(entry: EntrySummary): Summary {
  return {
    key: entry.key,
    revision: entry.revision,
    by: entry.by,
    tags: [...entry.tags],
    sizeBytes: entry.sizeBytes,
    updatedAt: isoTime(entry.updatedAtMs),
    ...(entry.expiresAtMs !== undefined && { expiresAt: isoTime(entry.expiresAtMs) }),
  };
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
