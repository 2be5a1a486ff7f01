import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "oxc-parser";
import { nodesOf, stringsOf } from "../listing/syntax-tree.ts";
import { readSource } from "../listing/list-files.ts";
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
  for (const name of names) {
    for (const property of await testProperties(join(folder, name))) {
      if (property.name === "include") include.push(...(property.strings ?? []));
      if (property.name === "exclude") exclude.push(...(property.strings ?? []));
      exact &&= property.readable;
    }
  }
  return { include: include.length > 0 ? include : DEFAULTS, exclude, exact };
}

interface TestProperty {
  readonly name: string;
  /** The strings of a literal list; undefined for anything computed. */
  readonly strings: readonly string[] | undefined;
  /** Its whole meaning is in the text: nothing computed, no other folder. */
  readonly readable: boolean;
}

/** The listed ones, and those that move the search elsewhere. */
const WANTED = new Set(["include", "exclude", "dir", "projects", "workspace"]);

/** The listed properties of every object that stands under the key `test`. */
async function testProperties(path: string): Promise<TestProperty[]> {
  const found: TestProperty[] = [];
  for (const node of await nodesOf(path, await readSource(path))) {
    if (node.type !== "Property" || keyName(node.key) !== "test" || node.value.type !== "ObjectExpression") continue;
    for (const property of node.value.properties) {
      if (property.type !== "Property" || !WANTED.has(keyName(property.key) ?? "")) continue;
      found.push(describeProperty(keyName(property.key) ?? "", property.value));
    }
  }
  return found;
}

function describeProperty(name: string, value: Node): TestProperty {
  const strings = stringsOf(value);
  // Sub-projects written out have a `test` of their own each, which is found like any other.
  const inline =
    value.type === "ArrayExpression" && value.elements.every((element) => element?.type === "ObjectExpression");
  const listed = name === "include" || name === "exclude";
  return { name, strings, readable: listed ? strings !== undefined : name !== "dir" && inline };
}

function keyName(key: {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
}): string | undefined {
  const name = key.type === "Identifier" ? key.name : key.value;
  return typeof name === "string" ? name : undefined;
}
