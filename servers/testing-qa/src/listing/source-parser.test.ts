import { describe, expect, test } from "vitest";
import { withParser } from "./source-parser.ts";

/** Valid, and deeper than the parser's stack. */
const DEEP = `${"f(() => ".repeat(20_000)}1${")".repeat(20_000)};`;
const PLAIN = `it("adds", () => {});`;
const CONFIG = `export default { test: { include: ["a/*.js"] } };`;

describe("the parser of sources", () => {
  test("reads tests and configurations, one after the other", async () => {
    await withParser(async (parser) => {
      expect(await parser.tests("a.js", PLAIN)).toEqual([{ titles: ["adds"], line: 1, dynamic: false }]);
      expect(await parser.configuration("c.js", CONFIG)).toEqual([
        { name: "include", strings: ["a/*.js"], readable: true },
      ]);
      expect(await parser.tests("b.js", "it('x', ")).toBeUndefined();
    });
  });

  test("survives a source that is nested too deeply, and reads the next", async () => {
    await withParser(async (parser) => {
      expect(await parser.tests("deep.js", DEEP)).toBeUndefined();
      expect(await parser.configuration("deep.js", DEEP)).toBeUndefined();
      expect(await parser.tests("a.js", PLAIN)).toHaveLength(1);
    });
  });

  test("gives up on a project full of such sources", async () => {
    await withParser(async (parser) => {
      for (let at = 0; at < 5; at += 1) expect(await parser.tests("deep.js", DEEP)).toBeUndefined();
      expect(await parser.tests("a.js", PLAIN)).toBeUndefined();
    });
  });

  test("reads past a chain of many calls", async () => {
    const chain = `x${".y()".repeat(500)}; ${PLAIN}`;
    await withParser(async (parser) => expect(await parser.tests("chain.js", chain)).toHaveLength(1));
  });
});
