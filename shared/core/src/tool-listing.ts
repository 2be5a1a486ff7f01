import type { ToolAnnotations } from "@modelcontextprotocol/server";
import { type JsonSchema, toJsonSchema } from "./json-schema.ts";
import { schemasOf } from "./tool-schemas.ts";
import { hintsOf, type Tool } from "./tool.ts";

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  readonly annotations: ToolAnnotations;
}

/** One tool as `tools/list` shows it. */
export function describeTool(tool: Tool): ListedTool {
  const { input, output } = schemasOf(tool);
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: toJsonSchema(input, "input"),
    outputSchema: toJsonSchema(output, "output"),
    annotations: hintsOf(tool),
  };
}
