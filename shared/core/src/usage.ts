import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import type { ServerDefinition } from "./server.ts";
import { envName, envPrefix, flagName } from "./setting-names.ts";
import { innerOf, typeOf } from "./setting-text.ts";

/** One setting as people see it: in `--help` and in the docs table. */
export interface SettingDoc {
  readonly key: string;
  readonly flag: string;
  readonly env: string;
  readonly type: string;
  /** JSON of the default, or `undefined` when there is none. */
  readonly defaultValue: string | undefined;
  readonly description: string;
}

/** All settings of a server, its own first. */
export function settingDocs({ name, config }: ServerDefinition): SettingDoc[] {
  return describeSettings({ ...config.shape, ...commonSettings.shape }, envPrefix(name));
}

/** Settings by the keys of a zod object, with the names that they have outside. */
export function describeSettings(shape: z.ZodRawShape, prefix: string): SettingDoc[] {
  return Object.entries(shape).map(([key, schema]) => ({
    key,
    flag: flagName(key),
    env: envName(prefix, key),
    type: typeName(schema),
    defaultValue: defaultOf(schema),
    description: schema instanceof z.ZodType ? (schema.description ?? "") : "",
  }));
}

/** The part of `--help` that lists the settings. */
export function settingsUsage(settings: readonly SettingDoc[], prefix: string): string {
  const rows = settings.map(
    ({ flag, env, type, defaultValue, description }) => `  ${flag} <${type}>
      ${description}${defaultValue === undefined ? "" : ` (default ${defaultValue})`}
      ${env}`,
  );
  return `Settings: as a flag, as an environment variable, or as a key of the JSON file given with
${flagName("config")} <file> or ${envName(prefix, "config")}
${rows.join("\n")}`;
}

/** The text of `--help`. */
export function usage(definition: ServerDefinition): string {
  return `quartet-${definition.name} ${definition.version}
${definition.description}

Speaks MCP over stdio; started by an MCP client, or by hand with --http.

Actions
  --check      validate the settings, connect, report, and exit 0 or 1
  --help       this text
  --version    the version

${settingsUsage(settingDocs(definition), envPrefix(definition.name))}

QUARTET_HOME is the folder for everything that is kept (default ~/.quartet).
`;
}

function typeName(schema: unknown): string {
  const inner = innerOf(schema);
  if (inner instanceof z.ZodEnum) return inner.options.join(" | ");
  const type = typeOf(schema);
  if (type === "pipe") return "string";
  return type === "array" ? "a,b,…" : type;
}

function defaultOf(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodDefault)) return undefined;
  const value = JSON.stringify(schema.def.defaultValue);
  return value === "[]" || value === '""' ? undefined : value;
}
