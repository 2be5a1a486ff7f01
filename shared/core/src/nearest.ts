import { distance } from "fastest-levenshtein";

/** Longer words are no misspelt names, and comparing them takes long. */
const MAX_LENGTH = 200;

/** The known name closest to what was written, or `undefined` when none is close enough to suggest. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > MAX_LENGTH) return undefined;
  const limit = Math.max(2, Math.floor(written.length / 3));
  const scored = known.map((name) => ({ name, edits: distance(written.toLowerCase(), name.toLowerCase()) }));
  const best = scored.toSorted((a, b) => a.edits - b.edits)[0];
  return best !== undefined && best.edits <= limit ? best.name : undefined;
}

/** ` Did you mean "x"?`, or the full list when nothing is close. */
export function suggest(written: string, known: readonly string[]): string {
  const name = nearest(written, known);
  if (name !== undefined) return `Did you mean "${name}"?`;
  return known.length > 0 ? `Known: ${known.join(", ")}.` : "None is known.";
}
