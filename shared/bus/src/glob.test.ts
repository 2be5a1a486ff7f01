import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "./glob.ts";

/** The same question answered by a regular expression; slow on bad patterns, so only for short ones. */
function byRegex(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+/-]/g, String.raw`\$&`)
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}

function letters(...alphabet: string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((parts) => parts.join(""));
}

test("agrees with a regular expression on any short pattern", () => {
  fc.assert(
    fc.property(letters("a", "b", "/", ".", "*", "?"), letters("a", "b", "/", "."), (pattern, text) => {
      expect(matchesGlob(pattern, text)).toBe(byRegex(pattern, text));
    }),
    { numRuns: 2_000 },
  );
});

test("a pattern full of stars on a text that does not match comes to an end", () => {
  // A matcher that tries every way to spread the stars would still be at it when the test's time is up.
  expect(matchesGlob(`${"*a".repeat(100)}b`, "a".repeat(200))).toBe(false);
});
