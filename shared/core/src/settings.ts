import { readFileSync } from "node:fs";
import type * as z from "zod";
import { toError } from "./errors.ts";
import { parseFlags } from "./flags.ts";
import { describeIssue } from "./input.ts";
import { nearest, suggest } from "./nearest.ts";
import { SettingsError } from "./settings-error.ts";
import { envName, flagName } from "./setting-names.ts";
import { fromText } from "./setting-text.ts";

export interface SettingSources {
  /** `DATABASE` makes `poolSize` the variable `DATABASE_POOL_SIZE`. */
  readonly prefix: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  /** Flags that are no settings. */
  readonly actions?: readonly string[];
  /** Values given in code, which win over everything. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A value and the name its author gave it, for error messages. */
interface Written {
  readonly value: unknown;
  readonly as: string;
}

/**
 * Reads settings from flags, environment and the file named by `--config`, in this order of precedence. Throws one
 * `SettingsError` that lists every problem by the name the user wrote.
 */
export function loadConfig<Schema extends z.ZodObject>(schema: Schema, sources: SettingSources): z.output<Schema> {
  const problems: string[] = [];
  const flags = parseFlags(schema, sources, problems);
  const file = readFile(flags.get("config") ?? sources.env[envName(sources.prefix, "config")], schema, problems);
  const env = readEnv(schema, sources, problems);
  flags.delete("config");
  const written = new Map<string, Written>([...file, ...env]);
  for (const [key, value] of flags) written.set(key, { value: fromText(schema.shape[key], value), as: flagName(key) });
  const parsed = schema.safeParse({
    ...Object.fromEntries([...written].map(([key, { value }]) => [key, value])),
    ...sources.values,
  });
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => nameIssue(issue, written)));
  if (problems.length > 0 || !parsed.success) throw new SettingsError(problems);
  writtenNames.set(parsed.data, new Map([...written].map(([key, { as }]) => [key, as])));
  return parsed.data;
}

const writtenNames = new WeakMap<object, ReadonlyMap<string, string>>();

/** How the user wrote a setting, for problems that show only when it is used: `--tools`, `DATABASE_TOOLS`. */
export function settingName(config: object, key: string): string {
  return writtenNames.get(config)?.get(key) ?? key;
}

function nameIssue(issue: z.core.$ZodIssue, written: ReadonlyMap<string, Written>): string[] {
  const [key, ...rest] = issue.path.map(String);
  const as = written.get(key ?? "")?.as ?? key ?? "settings";
  return describeIssue({ ...issue, path: [[as, ...rest].join(".")] }, []);
}

function readEnv(schema: z.ZodObject, { prefix, env }: SettingSources, problems: string[]): Map<string, Written> {
  const names = new Map(Object.keys(schema.shape).map((key) => [envName(prefix, key), key]));
  const found = new Map<string, Written>();
  for (const [name, text] of Object.entries(env)) {
    const key = names.get(name);
    if (key !== undefined && text) found.set(key, { value: fromText(schema.shape[key], text), as: name });
    else if (key === undefined && name.startsWith(`${prefix}_`))
      problems.push(...misspelt(name, prefix, [...names.keys()]));
  }
  return found;
}

/** Only near misses are errors: projects keep variables of their own, such as DATABASE_HOST, under the same prefix. */
function misspelt(name: string, prefix: string, known: readonly string[]): string[] {
  const tail = name.slice(prefix.length);
  const close = nearest(
    tail,
    known.map((other) => other.slice(prefix.length)),
  );
  const edits = close === undefined ? 0 : Math.abs(close.length - tail.length);
  if (close === undefined || edits > 2 || name === envName(prefix, "config")) return [];
  return [`${name}: unknown setting. Did you mean "${prefix}${close}"?`];
}

function readFile(path: string | undefined, schema: z.ZodObject, problems: string[]): Map<string, Written> {
  const found = new Map<string, Written>();
  if (path === undefined) return found;
  for (const [key, value] of Object.entries(parseFile(path, problems))) {
    if (key === "$schema") continue;
    if (Object.hasOwn(schema.shape, key)) found.set(key, { value, as: `${key} (in ${path})` });
    else problems.push(`${key} (in ${path}): unknown setting. ${suggest(key, Object.keys(schema.shape))}`);
  }
  return found;
}

function parseFile(path: string, problems: string[]): object {
  try {
    // Editors on Windows begin a file with a byte order mark.
    const json: unknown = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
    problems.push(`--config ${path}: must hold one JSON object`);
  } catch (error) {
    problems.push(`--config ${path}: cannot be read: ${withoutExcerpt(toError(error).message)}`);
  }
  return {};
}

/** The engine quotes the text around a fault, which may be a secret. */
function withoutExcerpt(message: string): string {
  return message.replace(/, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/, " in JSON");
}
