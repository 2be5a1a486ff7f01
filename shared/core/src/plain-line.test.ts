import fc from "fast-check";
import { expect, test } from "vitest";
import { plainLine } from "./plain-line.ts";

test.each([
  ["plain text", "plain text"],
  ["  two\r\n\tlines\u2028three ", "two lines three"],
  ["\u001B[1;31mred\u001B[0m and \u009B4mC1\u009B0m", "red and C1"],
  ["\u001B]0;title\u0007a \u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\", "a link"],
  ["\u001Bc\u001B(Breset", "reset"],
  ["a\u0000b\u0085c", "a b c"],
  ["in\u202Etini\u202C, \u2066x\u2069, a\u200Bb\uFEFFc\u00ADd", "intini, x, abcd"],
  ["half \uD83D of 😀 \uDE00", "half of 😀"],
])("%j is shown as %j", (text, line) => {
  expect(plainLine(text)).toBe(line);
});

test("what is too long ends in a mark, never in half a character", () => {
  expect(plainLine("abcdef", 6)).toBe("abcdef");
  expect(plainLine("abcdefg", 6)).toBe("abcde…");
  expect(plainLine("abcd😀efg", 6)).toBe("abcd…");
});

test.each(["\u009D", "\u001B]", "\u009B0 ", "\u001B[", "\u200B", " "])("many of %j take no long time", (part) => {
  expect(plainLine(`${part.repeat(300_000)}x`, 10).length).toBeLessThanOrEqual(10);
});

test("any text becomes one visible line within its limit, and stays what it is the second time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 40 }), (text, maxChars) => {
      const line = plainLine(text, maxChars);
      expect(line.length).toBeLessThanOrEqual(maxChars);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(plainLine(line, maxChars)).toBe(line);
    }),
  );
});
