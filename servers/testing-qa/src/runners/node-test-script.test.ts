import { describe, expect, test } from "vitest";
import { readNodeTestScript } from "./node-test-script.ts";

describe("the script that runs node --test", () => {
  test.each([
    ["node --test", { options: [], patterns: [] }],
    ["node --import tsx --test 'test/**/*.test.ts'", { options: ["--import", "tsx"], patterns: ["test/**/*.test.ts"] }],
    [
      'node --import=tsx --experimental-strip-types --test "a b.js" c.js',
      { options: ["--import=tsx", "--experimental-strip-types"], patterns: ["a b.js", "c.js"] },
    ],
    ["node --test --test-reporter=tap --test-name-pattern=x --test-only --watch", { options: [], patterns: [] }],
    ["node --test --experimental-test-coverage", { options: [], patterns: [] }],
    ["node --test && rm -rf /", undefined],
    ["node --test $(cat files)", undefined],
    ["node --test > out.tap", undefined],
    ["vitest run", undefined],
    ["node build.js --test-mode", undefined],
  ])("%j is understood as far as it is safe", (script, expected) => {
    expect(readNodeTestScript({ test: script })).toEqual(expected);
  });
});
