import { describe, expect, test } from "vitest";
import { similarNames } from "./similar-names.ts";
import { readDeclaredTests } from "./test-names.ts";

async function names(text: string): Promise<string[] | undefined> {
  const tests = await readDeclaredTests("a.test.ts", text);
  return tests?.map(({ titles, line, dynamic }) => `${line} ${dynamic ? "~" : ""}${titles.join(" > ")}`);
}

describe("the tests that a file declares", () => {
  test.each([
    [`test("a", () => {});`, ["1 a"]],
    [
      "describe('s', () => {\n  it(`a`, () => {});\n  describe.skip('t', () => { it.todo('b'); });\n});",
      ["2 s > a", "3 s > t > b"],
    ],
    [`it.each([[1, 2]])("adds %i", () => {});`, ["1 ~adds %i"]],
    ["it.each`a | b\n${1} | ${2}`('sums', () => {});", ["1 ~sums"]],
    [`describe.each([1])("n %i", () => { it("x", () => {}); });`, ["1 ~n %i > x"]],
    ["for (const n of [1]) test(`case ${n}`, () => {});", ["1 ~`case ${n}`"]],
    [`test.skipIf(slow)("a", () => {}); it.only.concurrent("b", () => {});`, ["1 a", "1 b"]],
    [`test("p", async (t) => { await t.test("c", () => {}); });`, ["1 p", "1 p > c"]],
    [`test.describe("s", () => { test("a", () => {}); });`, ["1 s > a"]],
    [`// it("no", () => {});\nconst text = 'it("no")'; /it\\("no"/.test("x");`, []],
    [`expect(it).toBe(1); submit("a", () => {}); test.extend({ a: 1 });`, []],
    [`it("typed", async ({ page }: { page: Page }) => { const x = y as Z; });`, ["1 typed"]],
  ])("are read from %j", async (text, expected) => {
    expect(await names(text)).toEqual(expected);
  });

  test("are unknown when the file does not parse", async () => {
    expect(await names(`it("a", () => {`)).toBeUndefined();
  });
});

describe("names like the wanted one", () => {
  test("come in the order of likeness, without what is unlike", () => {
    const known = ["cart > adds an item", "cart > removes an item", "login > refuses a wrong password"];
    expect(similarNames("add item to cart", known, 5)).toEqual(["cart > adds an item", "cart > removes an item"]);
    expect(similarNames("zzz", known, 5)).toEqual([]);
  });
});
