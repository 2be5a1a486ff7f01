import { encodeText } from "../connectors/cell.ts";
import type { ShortenedText } from "../models.ts";

/** The items that fit, in their order; one that is too big makes room for those behind it. */
export function itemsThatFit<Item>(items: readonly Item[], maxBytes: number): Item[] {
  let bytesLeft = maxBytes;
  return items.filter((item) => {
    const bytes = jsonBytes(item) + 1;
    if (bytes > bytesLeft) return false;
    bytesLeft -= bytes;
    return true;
  });
}

/** How many items of each list are not among those shown; `undefined` when all are. */
export function countOmitted<Name extends string>(
  all: Readonly<Record<Name, readonly unknown[]>>,
  shown: Readonly<Record<Name, readonly unknown[]>>,
): Partial<Record<Name, number>> | undefined {
  const omitted: Partial<Record<Name, number>> = {};
  let name: Name;
  for (name in all) {
    const count = all[name].length - shown[name].length;
    if (count > 0) omitted[name] = count;
  }
  return Object.keys(omitted).length > 0 ? omitted : undefined;
}

/** The text as far as it fits, with the length of the whole. */
export function textThatFits(given: ShortenedText, maxBytes: number): ShortenedText {
  const { text, chars } = typeof given === "string" ? { text: given, chars: given.length } : given;
  let shown = given;
  for (let max = text.length; max > 0 && jsonBytes(shown) > maxBytes; max = Math.floor(max * 0.8)) {
    const start = encodeText(text, max);
    shown = typeof start === "string" ? given : { ...start, chars };
  }
  return shown;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
