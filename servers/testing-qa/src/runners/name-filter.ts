/** Between titles in a full name, as people and runners write it: Vitest 5 ` > `, others a space. */
const GAP = "(?: > | +)";

/** Source of a regular expression for names that contain `name`, which is meant literally. */
export function namePattern(name: string): string {
  const parts = name.trim().split(/\s+(?:>\s+)?/);
  return parts.map(escapePattern).join(GAP);
}

/** Whether a test, by its titles, is one that `name` means; the same rule for every runner. */
export function nameMatcher(name: string | undefined): (titles: readonly string[]) => boolean {
  if (name === undefined) return () => true;
  const pattern = new RegExp(namePattern(name));
  return (titles) => pattern.test(fullName(titles)) || pattern.test(titles.join(" "));
}

export function fullName(titles: readonly string[]): string {
  return titles.join(" > ");
}

/** The slash too, since Node takes `/…/` as a pattern with flags. */
function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
