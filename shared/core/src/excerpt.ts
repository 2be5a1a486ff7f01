const MAX_LENGTH = 80;

/** A caller's own word as it may stand in a message: short, and on one line. */
export function excerpt(text: string): string {
  const start = text.slice(0, MAX_LENGTH).replace(/\p{Cc}/gu, " ");
  return text.length > MAX_LENGTH ? `${start}…` : start;
}
