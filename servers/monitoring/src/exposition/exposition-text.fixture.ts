/** A metric family of the Prometheus text format. */
export interface Family {
  readonly type: string;
  /** Values by labels, sorted by name: `cpu="0",mode="idle"`. */
  readonly series: ReadonlyMap<string, number>;
}

const SAMPLE = /^([\w:]+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([\w]+)="((?:[^"\\]|\\.)*)"/g;

/** Reads gauges and counters; histograms and summaries are not told apart from their parts. */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { type: string; series: Map<string, number> }>();
  const family = (name: string) => {
    const found = families.get(name) ?? { type: "untyped", series: new Map<string, number>() };
    families.set(name, found);
    return found;
  };
  for (const line of text.split("\n")) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) family(typed).type = type;
    const [, name, labels = "", value] = (line.startsWith("#") ? null : SAMPLE.exec(line)) ?? [];
    if (name === undefined) continue;
    const sorted = [...labels.matchAll(LABEL)].map(([pair]) => pair).toSorted();
    family(name).series.set(sorted.join(","), Number(value));
  }
  return families;
}
