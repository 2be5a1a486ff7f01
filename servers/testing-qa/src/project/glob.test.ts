import { describe, expect, test } from "vitest";
import { globMatches, isModest } from "./glob.ts";

describe("a glob", () => {
  test.each([
    ["**/*.{test,spec}.?(c|m)[jt]s?(x)", "src/deep/a.test.ts"],
    ["**/{*.test,*-test,*_test,test-*,test}.{js,cjs,mjs,ts,cts,mts}", "src/a-test.mjs"],
    ["./test/**/*.js", "test/a.js"],
    ["packages/*/test/{unit,e2e}/*-*.js", "packages/x/test/e2e/a-b.js"],
    ["**/!(*.e2e).test.ts", "src/a.test.ts"],
  ])("%j is modest and means %j", (glob, path) => {
    expect(isModest(glob)).toBe(true);
    expect(globMatches(glob, path)).toBe(true);
  });

  test.each([
    "{1..100000}",
    "x{a,{1..9}}",
    "{a,b}".repeat(14),
    "*a".repeat(9),
    "+(a)+(a)+(a)+(a)",
    "**/a/".repeat(9),
    "a".repeat(1_000),
  ])("%j is not matched at all", (glob) => {
    expect(isModest(glob)).toBe(false);
    expect(globMatches(glob, "a".repeat(60))).toBe(false);
  });
});
