import type { CallExpression, Expression, Node } from "oxc-parser";
import { parseSource, type SyntaxTree } from "./syntax-tree.ts";

export interface DeclaredTest {
  readonly titles: readonly string[];
  readonly line: number;
  /** A title is computed or a template (`each`), so that the names at run time differ. */
  readonly dynamic: boolean;
}

const SUITES = new Set(["describe", "suite", "context"]);
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

function calleeNames(callee: Expression): string[] {
  if (callee.type === "Identifier") return [callee.name];
  if (callee.type === "CallExpression") return calleeNames(callee.callee);
  if (callee.type === "TaggedTemplateExpression") return calleeNames(callee.tag);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  const object = calleeNames(callee.object);
  return object.length === 0 ? [] : [...object, callee.property.name];
}
