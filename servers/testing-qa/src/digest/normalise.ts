const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/(?:[A-Za-z]:)?(?:[\\/][\w.@ -]+){2,}/g, "<path>"],
  [/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/gi, "<hex>"],
  [/-?\d+(?:[.,]\d+)*/g, "<n>"],
  [/\s+/g, " "],
];

const MAX_LINE = 1_000;

/** A message without what differs from test to test: two failures of one cause become equal. */
export function normaliseMessage(message: string): string {
  const firstLine = (message.split("\n").find((line) => line.trim() !== "") ?? "").slice(0, MAX_LINE);
  return RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), firstLine)
    .trim()
    .slice(0, 300);
}
