import type { CallExpression, Expression, Node } from "oxc-parser";
import * as z from "zod";
import { parseSource, type SyntaxTree } from "./syntax-tree.ts";

export const declaredTest = z.object({
  titles: z.array(z.string()).readonly(),
  line: z.int(),
  /** A title is computed or a template (`each`), so that the names at run time differ. */
  dynamic: z.boolean(),
});
export type DeclaredTest = Readonly<z.output<typeof declaredTest>>;

const SUITES = new Set(["describe", "suite", "context"]);
/** Parts of the longest chain that is looked into; a whole suite may hang on one chain of calls. */
const MAX_CHAIN = 20;
const TESTS = new Set(["it", "test", "specify"]);

/** The tests that a file declares, read from its text; undefined when it does not parse. */
export async function readDeclaredTests(path: string, text: string): Promise<DeclaredTest[] | undefined> {
  const tree = await parseSource(path, text);
  if (tree === undefined) return undefined;
  const scan = new Scan(tree, text);
  scan.visit(tree.program, { titles: [], dynamic: false });
  return scan.found;
}

interface Scope {
  readonly titles: readonly string[];
  readonly dynamic: boolean;
}

class Scan {
  readonly found: DeclaredTest[] = [];
  readonly #tree: SyntaxTree;
  readonly #text: string;

  constructor(tree: SyntaxTree, text: string) {
    this.#tree = tree;
    this.#text = text;
  }

  visit(node: Node, scope: Scope): void {
    const declared = node.type === "CallExpression" ? declaration(node) : undefined;
    if (node.type !== "CallExpression" || declared === undefined) {
      for (const child of this.#tree.childrenOf(node)) this.visit(child, scope);
      return;
    }
    const [title, ...rest] = node.arguments;
    const name = title === undefined ? undefined : this.#titleOf(title);
    if (name === undefined) return;
    const inner = { titles: [...scope.titles, name.text], dynamic: scope.dynamic || name.dynamic || declared.each };
    if (declared.kind === "test") this.found.push({ ...inner, line: this.#lineOf(node.start) });
    for (const child of rest) this.visit(child, inner);
  }

  #titleOf(node: Node): { text: string; dynamic: boolean } {
    if (node.type === "Literal" && typeof node.value === "string") return { text: node.value, dynamic: false };
    if (node.type === "TemplateLiteral" && node.expressions.length === 0) {
      return { text: node.quasis[0]?.value.cooked ?? "", dynamic: false };
    }
    return { text: this.#text.slice(node.start, node.end).slice(0, 200), dynamic: true };
  }

  #lineOf(offset: number): number {
    return this.#text.slice(0, offset).split("\n").length;
  }
}

interface Declaration {
  readonly kind: "suite" | "test";
  readonly each: boolean;
}

/** `it`, `it.only`, `test.each(table)`, `describe.skipIf(slow)`, `t.test`: what a call declares, if anything. */
function declaration({ callee, arguments: args }: CallExpression): Declaration | undefined {
  const names = calleeNames(callee);
  const [root = ""] = names;
  const last = names.at(-1) ?? "";
  const first = args[0];
  const titled =
    first?.type === "TemplateLiteral" ||
    (first?.type === "Literal" && typeof first.value === "string") ||
    args.length > 1;
  if (!titled) return undefined;
  const each = names.includes("each") || names.includes("for");
  // The call that only takes the table comes before the one that declares.
  if (callee.type === "MemberExpression" && /^(?:each|for|skipIf|runIf|extend)$/.test(last)) return undefined;
  if (SUITES.has(root) || (TESTS.has(root) && SUITES.has(last))) return { kind: "suite", each };
  if (TESTS.has(root) || (root === "t" && TESTS.has(last))) return { kind: "test", each };
  return undefined;
}

/** `it.concurrent.each` as its names; none for what is longer than any declaration, or no chain of names. */
function calleeNames(callee: Expression): string[] {
  const names: string[] = [];
  let at: Expression = callee;
  for (let steps = 0; steps < MAX_CHAIN; steps += 1) {
    if (at.type === "Identifier") return [at.name, ...names];
    if (at.type === "CallExpression") at = at.callee;
    else if (at.type === "TaggedTemplateExpression") at = at.tag;
    else if (at.type === "MemberExpression" && at.property.type === "Identifier") {
      names.unshift(at.property.name);
      at = at.object;
    } else return [];
  }
  return [];
}
