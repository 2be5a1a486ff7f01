/** Colours, cursor moves and titles: escape sequences of terminals. Each part stops at the next escape, so time stays linear. */
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is for.
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B\]|\u009D)[^\u0007\u001B\u009C\u009D]*(?:\u0007|\u001B\\|\u009C)|\u001B(?:[()*+#%][0-~]|[78=>c@-Z\\^_])/g;
/** Control characters part words as white space does. */
const BLANKS = /[\p{Cc}\s]+/gu;
/** Characters that reorder text or take no room, and halves of surrogate pairs. */
const INVISIBLE = /[\p{Cf}\p{Cs}]/gu;

/**
 * Text from outside in one line that shows all there is: without escapes of terminals, control characters, and characters
 * that hide or turn text. At most `maxChars` long, with `…` where it was cut.
 */
export function plainLine(text: string, maxChars: number = Number.POSITIVE_INFINITY): string {
  const line = text.replaceAll(ESCAPES, "").replaceAll(INVISIBLE, "").replaceAll(BLANKS, " ").trim();
  if (line.length <= maxChars) return line;
  const start = line.slice(0, Math.max(0, maxChars - 1));
  // Never half of a character beyond the basic plane.
  return `${start.replace(/[\uD800-\uDBFF]$/, "")}…`;
}
