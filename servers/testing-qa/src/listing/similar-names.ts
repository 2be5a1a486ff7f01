const MIN_SCORE = 0.25;

/** The known names most like the wanted one, by shared triples of letters; best first. */
export function similarNames(wanted: string, known: readonly string[], limit: number): string[] {
  const sought = triples(wanted);
  return [...new Set(known)]
    .map((name) => ({ name, score: similarity(sought, triples(name)) }))
    .filter(({ score }) => score >= MIN_SCORE)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ name }) => name);
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((triple) => b.has(triple)).length;
  return (2 * shared) / (a.size + b.size);
}

function triples(text: string): Set<string> {
  const padded = `  ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()}  `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
