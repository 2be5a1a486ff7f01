import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameMatcher, namePattern } from "./name-filter.ts";

describe("a name filter", () => {
  const title = fc
    .string({ minLength: 1, maxLength: 30 })
    .map((text) => text.replaceAll(/\s+/g, " ").trim())
    .filter((text) => text !== "");

  test("finds every test by its own full name, with either separator", () => {
    fc.assert(
      fc.property(fc.array(title, { minLength: 1, maxLength: 3 }), (titles) => {
        expect(nameMatcher(titles.join(" > "))(titles)).toBe(true);
        expect(nameMatcher(titles.join(" "))(titles)).toBe(true);
      }),
    );
  });

  test("finds a test whose titles have spaces at their ends, as runners join them", () => {
    expect(nameMatcher("math adds")(["math ", "adds"])).toBe(true);
  });

  test("means text literally: no text without spaces matches a name that does not contain it", () => {
    const word = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/\s/.test(text));
    fc.assert(
      fc.property(word, title, (name, other) => {
        expect(nameMatcher(name)([other])).toBe(other.includes(name));
      }),
    );
  });

  test("gives a pattern that Node does not take for /…/flags", () => {
    expect(namePattern("/adds/g").startsWith("/")).toBe(false);
  });
});
