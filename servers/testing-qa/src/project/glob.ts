import { matchesGlob } from "node:path";

const MAX_LENGTH = 300;
/** Of braces, all combined. */
const MAX_ALTERNATIVES = 64;
const MAX_WILDCARDS_IN_NAME = 3;
const MAX_DEEP_WILDCARDS = 6;

/**
 * Whether a glob can be matched in little time. Braces multiply, and each wildcard in a name multiplies the ways in
 * which a path may match, so that a line in a project could otherwise keep this process busy for ever.
 */
export function isModest(glob: string): boolean {
  if (glob.length > MAX_LENGTH || /\{[^}]*\.\./.test(glob)) return false;
  const braces = [...glob.matchAll(/\{[^{}]*/g)].map(([group]) => group.split(",").length);
  if (braces.reduce((product, alternatives) => product * alternatives, 1) > MAX_ALTERNATIVES) return false;
  const names = glob.split("/");
  if (names.filter((name) => name === "**").length > MAX_DEEP_WILDCARDS) return false;
  return names.every((name) => wildcardsOf(name.replaceAll(/\{[^{}]*\}/g, heaviest)) <= MAX_WILDCARDS_IN_NAME);
}

/** Of a group of alternatives, the one with the most wildcards: only one of them matches at a time. */
function heaviest(group: string): string {
  const [first = ""] = group.split(/[{,}]/).toSorted((a, b) => wildcardsOf(b) - wildcardsOf(a));
  return first;
}

function wildcardsOf(text: string): number {
  return text.match(/\*+|[+!]\(/g)?.length ?? 0;
}

/** Whether a path, with forward slashes, is one that a modest glob means. */
export function globMatches(glob: string, path: string): boolean {
  return isModest(glob) && matchesGlob(path, glob.replace(/^\.\//, ""));
}
