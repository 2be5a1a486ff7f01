/**
 * One line of bounded length without characters that could disguise it, for names that come from a file and have to
 * stand in a message.
 */
export function plainLine(text: string, maxChars: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > maxChars ? `${line.slice(0, maxChars)}…` : line;
}
