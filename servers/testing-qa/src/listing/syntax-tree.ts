import type { Node } from "oxc-parser";

export interface SyntaxTree {
  readonly program: Node;
  childrenOf(node: Node): Node[];
}

/** Parses JavaScript or TypeScript; undefined when the text is not valid, and so holds nothing that could run. */
export async function parseSource(path: string, text: string): Promise<SyntaxTree | undefined> {
  // Native, and only needed once a listing is asked for.
  const { parseSync, visitorKeys } = await import("oxc-parser");
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return undefined;
  return {
    program,
    childrenOf: (node) =>
      (visitorKeys[node.type] ?? []).flatMap((key): unknown => Reflect.get(node, key)).filter(isNode),
  };
}

/** Every node of a source, outer ones first; none when it does not parse. */
export async function nodesOf(path: string, text: string): Promise<Node[]> {
  const tree = await parseSource(path, text);
  if (tree === undefined) return [];
  const nodes: Node[] = [tree.program];
  // Grows while it is read, so that no depth of nesting can exhaust the stack.
  for (const node of nodes) nodes.push(...tree.childrenOf(node));
  return nodes;
}

/** The strings of a literal list, or of one literal; undefined for anything computed. */
export function stringsOf(node: Node): string[] | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : undefined;
  if (node.type !== "ArrayExpression") return undefined;
  const strings = node.elements.map((element) =>
    element?.type === "Literal" && typeof element.value === "string" ? element.value : undefined,
  );
  return strings.every((text) => text !== undefined) ? strings : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
