import { cursorInput, pageOutput } from "./paging.ts";
import type { Tool } from "./tool.ts";

type Schemas = Pick<Tool, "input" | "output">;

const made = new WeakMap<Tool, Schemas>();

/** Input and output as a client sees them: strict, and with the paging that the core adds to tools with a `list`. */
export function schemasOf(tool: Tool): Schemas {
  const known = made.get(tool);
  if (known !== undefined) return known;
  const paged = tool.list !== undefined;
  const schemas = {
    input: (paged ? tool.input.extend(cursorInput) : tool.input).strict(),
    output: paged ? tool.output.extend(pageOutput) : tool.output,
  };
  made.set(tool, schemas);
  return schemas;
}
