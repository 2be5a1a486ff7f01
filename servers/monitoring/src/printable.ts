/** Control characters, escapes of terminals, and characters that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** Text from outside in one visible line of at most `maxLength` characters. */
export function printable(text: string, maxLength: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim().replaceAll(UNPRINTABLE, "\uFFFD");
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** Rounds for people and models; more digits would claim what a short window cannot know. */
export function round(value: number, digits = 1): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
