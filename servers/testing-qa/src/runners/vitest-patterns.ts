import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSource } from "../listing/list-files.ts";
import { isModest } from "../project/glob.ts";
import { withParser } from "../listing/source-parser.ts";
import type { TestFilePatterns } from "./runner.ts";

/** Vitest's own defaults, unchanged from version 3 to 5. */
const DEFAULTS = ["**/*.{test,spec}.?(c|m)[jt]s?(x)"];
const CONFIG_FILE = /^(?:vitest\.(?:config|workspace)|vite\.config)\.[cm]?[jt]s$/;

/**
 * Reads `test.include` and `test.exclude` out of the configuration's text. Loading it would run project code, which a
 * listing must not; what is computed there stays unseen, and the answer says so.
 */
export async function readVitestPatterns(folder: string): Promise<TestFilePatterns> {
  const names = (await readdir(folder)).filter((name) => CONFIG_FILE.test(name)).toSorted();
  const include: string[] = [];
  const exclude: string[] = [];
  let exact = names.every((name) => !name.startsWith("vitest.workspace"));
  await withParser(async (parser) => {
    for (const name of names) {
      const properties = await parser.configuration(name, await readSource(join(folder, name)));
      exact &&= properties?.every(({ readable }) => readable) ?? false;
      for (const property of properties ?? []) {
        if (property.name === "include") include.push(...(property.strings ?? []));
        if (property.name === "exclude") exclude.push(...(property.strings ?? []));
      }
    }
  });
  exact &&= [...include, ...exclude].every(isModest);
  return { include: include.length > 0 ? include : DEFAULTS, exclude, exact };
}
