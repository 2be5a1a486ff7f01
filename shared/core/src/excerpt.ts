import { plainLine } from "./plain-line.ts";

const MAX_CHARS = 80;

/** A caller's own word as it may stand in a message: short, and on one line. */
export function excerpt(text: string): string {
  return plainLine(text, MAX_CHARS);
}
