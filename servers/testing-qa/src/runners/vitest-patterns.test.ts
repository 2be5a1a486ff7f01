import { describe, expect, test } from "vitest";
import { fixtureProject } from "../fixture-project.ts";
import { readVitestPatterns } from "./vitest-patterns.ts";

async function patterns(configuration: string): Promise<unknown> {
  await using fixture = await fixtureProject("vitest", { "vitest.config.ts": configuration });
  return await readVitestPatterns(fixture.project.folder);
}

const DEFAULT = ["**/*.{test,spec}.?(c|m)[jt]s?(x)"];

describe("the patterns of vitest's test files", () => {
  test("are not exact when one of them would take for ever to match", async () => {
    expect(await patterns('export default { test: { include: ["{1..100000}.js", "a.js"] } };')).toMatchObject({
      exact: false,
    });
  });

  test.each([
    ["export default {};", { include: DEFAULT, exclude: [], exact: true }],
    [
      `export default defineConfig({ test: { include: ["src/**/*.check.ts"], exclude: ["src/slow/**"] } });`,
      { include: ["src/**/*.check.ts"], exclude: ["src/slow/**"], exact: true },
    ],
    [
      `export default { test: { projects: [{ test: { include: ["a/*.ts"] } }, { test: { include: ["b/*.ts"] } }] } };`,
      { include: ["a/*.ts", "b/*.ts"], exclude: [], exact: true },
    ],
    [`export default { test: { include: globs() } };`, { include: DEFAULT, exclude: [], exact: false }],
    [`export default { test: { projects: ["packages/*"] } };`, { include: DEFAULT, exclude: [], exact: false }],
  ])("are read from %s", async (configuration, expected) => {
    expect(await patterns(configuration)).toEqual(expected);
  });
});
