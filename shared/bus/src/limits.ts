/** Sizes that keep one user's store small and every answer bounded. */
export const LIMITS = {
  tags: 16,
  valueBytes: 262_144,
  valueDepth: 64,
  /** Of one event's data; events point to the full thing. */
  eventBytes: 4_096,
  /** Per namespace. */
  entries: 10_000,
  /** Per namespace; operation ids are remembered as long as their event. */
  keptEvents: 10_000,
  ttlMs: 31_536_000_000,
  patternLength: 256,
} as const;

/** Letters, digits and `. _ : @ / + ~ -`; no spaces, braces or wildcards, so that keys fit into addresses and patterns. */
export const KEY_PATTERN: RegExp = /^[A-Za-z0-9][A-Za-z0-9._:@/+~-]{0,199}$/;
export const TAG_PATTERN: RegExp = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
