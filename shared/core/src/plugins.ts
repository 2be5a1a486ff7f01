import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import type { CommonSettings } from "./common-settings.ts";
import { errorCodeOf, toError } from "./errors.ts";
import { redact } from "./redact.ts";
import { settingName } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { isTool, type Tool } from "./tool.ts";

/** Longer than any module needs; without an end a client would wait for its opening answer for ever. */
const LOAD_WITHIN_MS = 10_000;
/** Everything else is the name of a package. */
const PATH = /^[./]|^[a-z]:\\/i;
const TOOL_NAME = /^[a-z]+(_[a-z0-9]+)+$/;

/** Loads the modules named in `plugins`; each exports `tools`, made with `defineTool`. All refusals are reported at once. */
export async function loadPlugins(config: Pick<CommonSettings, "plugins">, own: readonly Tool[]): Promise<Tool[]> {
  const setting = settingName(config, "plugins");
  const problems: string[] = [];
  const loaded: Tool[] = [];
  for (const module of config.plugins) {
    const tools = await importTools(module).catch((error: unknown) => {
      problems.push(`${setting}: "${module}" cannot be loaded: ${reasonOf(module, error)}`);
      return [];
    });
    for (const tool of tools) {
      const reason = refusal(tool, [...own, ...loaded]);
      if (reason !== undefined) problems.push(`${setting}: "${module}" is refused: ${reason}`);
      else if (isTool(tool)) loaded.push(tool);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return loaded;
}

function reasonOf(module: string, error: unknown): string {
  const isBareName = !PATH.test(module);
  if (isBareName && errorCodeOf(error) === "ERR_MODULE_NOT_FOUND") {
    return `there is no package of that name. For a file write ./${module}`;
  }
  return redact(toError(error).message);
}

async function importTools(module: string): Promise<readonly unknown[]> {
  const address = PATH.test(module) ? pathToFileURL(resolve(module)).href : module;
  const exported: unknown = await inTime(import(address));
  const tools = typeof exported === "object" && exported !== null && "tools" in exported ? exported.tools : undefined;
  if (!Array.isArray(tools)) throw new TypeError("it exports no array named `tools`");
  return tools;
}

async function inTime<T>(loading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = (): void => reject(new Error(`it did not load within ${LOAD_WITHIN_MS / 1000} seconds`));
    timer = setTimeout(fail, LOAD_WITHIN_MS);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why an entry cannot be offered. Reading it may run code of the plugin. */
function refusal(tool: unknown, others: readonly Tool[]): string | undefined {
  try {
    return isTool(tool) ? unfit(tool, others) : "an entry of `tools` was not made with defineTool";
  } catch (error) {
    return `a tool of it cannot be read: ${toError(error).message}`;
  }
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
