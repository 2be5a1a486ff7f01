import type { Table } from "../models.ts";

export interface Match {
  readonly table: Table;
  readonly score: number;
  /** The columns that match; undefined when the table itself does, and all are of interest. */
  readonly columns?: ReadonlySet<string>;
}

/** Below this, letters shared by chance would pass for a likeness. */
const MIN_LIKENESS = 0.45;
/** A typing error seldom adds or drops more; without a limit "xylophone" would find "phone". */
const MAX_EXTRA_LETTERS = 3;
/** A table is what is looked for more often than a column of the same name. */
const COLUMN_WEIGHT = 0.9;

/** Tables whose name, or a column of which, resembles one of the words asked for; the best first. */
export function findTables(tables: readonly Table[], query: string): Match[] {
  const words = wordsOf(query);
  const matches = tables.flatMap((table) => matchTable(table, words) ?? []);
  return matches.toSorted((a, b) => b.score - a.score || (a.table.name < b.table.name ? -1 : 1));
}

function matchTable(table: Table, words: readonly string[]): Match | undefined {
  const ownScore = scoreName(table.name, words);
  const columns = table.columns
    .map(({ name }) => ({ name, score: scoreName(name, words) * COLUMN_WEIGHT }))
    .filter(({ score }) => score > 0);
  const best = Math.max(0, ...columns.map(({ score }) => score));
  const score = Math.max(ownScore, best);
  if (score === 0) return undefined;
  return ownScore >= best ? { table, score } : { table, score, columns: new Set(columns.map(({ name }) => name)) };
}

/** The sum over the words asked for, so that a name with two of them comes before a name with one. */
function scoreName(name: string, words: readonly string[]): number {
  return words.reduce((sum, word) => sum + likeness(name, word), 0);
}

/** From 0, unlike, to 1, the same; parts of a name, plural forms and typing errors count. */
export function likeness(name: string, word: string): number {
  const whole = name.toLowerCase();
  if (whole === word) return 1;
  const parts = wordsOf(name);
  if (parts.some((part) => singular(part) === singular(word))) return 0.9;
  if (whole.includes(word)) return 0.8;
  const shared = Math.max(...parts.map((part) => sharedPairs(part, word)), sharedPairs(whole, word));
  return shared >= MIN_LIKENESS ? shared * 0.7 : 0;
}

/** `orderItems`, `order_items` and `order items` are the same two words. */
function wordsOf(text: string): string[] {
  const words = text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "");
}

function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Dice's measure over pairs of neighbouring letters. */
function sharedPairs(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_EXTRA_LETTERS) return 0;
  const pairsOfA = pairs(a);
  const pairsOfB = pairs(b);
  if (pairsOfA.size === 0 || pairsOfB.size === 0) return 0;
  const common = [...pairsOfA].filter((pair) => pairsOfB.has(pair)).length;
  return (2 * common) / (pairsOfA.size + pairsOfB.size);
}

function pairs(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
}
