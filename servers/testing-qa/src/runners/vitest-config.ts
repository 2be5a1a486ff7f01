import type { Node } from "oxc-parser";
import * as z from "zod";
import { nodesOf, stringsOf } from "../listing/syntax-tree.ts";

export const testProperty = z.object({
  name: z.string(),
  /** The strings of a literal list; undefined for anything computed. */
  strings: z.array(z.string()).optional(),
  /** Its whole meaning is in the text: nothing computed, no other folder. */
  readable: z.boolean(),
});
export type TestProperty = z.output<typeof testProperty>;

/** The listed ones, and those that move the search elsewhere. */
const WANTED = new Set(["include", "exclude", "dir", "projects", "workspace"]);

/** The listed properties of every object that stands under the key `test`. */
export async function readTestProperties(path: string, text: string): Promise<TestProperty[]> {
  const found: TestProperty[] = [];
  for (const node of await nodesOf(path, text)) {
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
