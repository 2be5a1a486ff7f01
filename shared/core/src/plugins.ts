import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { toError } from "./errors.ts";
import { SettingsError } from "./settings-error.ts";
import { isTool, type Tool } from "./tool.ts";

const TOOL_NAME = /^[a-z]+(_[a-z0-9]+)+$/;

/** Loads the modules named in `plugins`; each exports `tools`, made with `defineTool`. All refusals are reported at once. */
export async function loadPlugins(modules: readonly string[], own: readonly Tool[]): Promise<Tool[]> {
  const problems: string[] = [];
  const loaded: Tool[] = [];
  for (const module of modules) {
    const tools = await importTools(module).catch((error: unknown) => {
      problems.push(`plugins: "${module}" cannot be loaded: ${toError(error).message}`);
      return [];
    });
    for (const tool of tools) {
      const reason = isTool(tool)
        ? unfit(tool, [...own, ...loaded])
        : "an entry of `tools` was not made with defineTool";
      if (reason !== undefined) problems.push(`plugins: "${module}" is refused: ${reason}`);
      else if (isTool(tool)) loaded.push(tool);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return loaded;
}

async function importTools(module: string): Promise<readonly unknown[]> {
  const address = /^[./]|^[a-z]:\\/i.test(module) ? pathToFileURL(resolve(module)).href : module;
  const exported: unknown = await import(address);
  const tools = typeof exported === "object" && exported !== null && "tools" in exported ? exported.tools : undefined;
  if (!Array.isArray(tools)) throw new TypeError("it exports no array named `tools`");
  return tools;
}

function unfit(tool: Tool, others: readonly Tool[]): string | undefined {
  if (!TOOL_NAME.test(tool.name)) return `the tool name "${tool.name}" is not of the form verb_noun`;
  if (others.some((other) => other.name === tool.name)) return `a tool named "${tool.name}" exists already`;
  if (!["read", "write", "destroy"].includes(tool.effect))
    return `${tool.name} states no effect (read, write or destroy)`;
  const schemas: readonly unknown[] = [tool.input, tool.output];
  if (!schemas.every((schema) => schema instanceof z.ZodObject))
    return `the input and output of ${tool.name} must be zod objects`;
  return undefined;
}
