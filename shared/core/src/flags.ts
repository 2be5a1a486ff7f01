import { parseArgs } from "node:util";
import type * as z from "zod";
import { DEFAULT_HTTP } from "./http-address.ts";
import { suggest } from "./nearest.ts";
import { redact } from "./redact.ts";
import { flagName } from "./setting-names.ts";
import { typeOf } from "./setting-text.ts";

export interface FlagOptions {
  readonly argv: readonly string[];
  /** Flags that are no settings and take no value, such as `help`. */
  readonly actions?: readonly string[] | undefined;
}

/** The settings given as `--flag value`, `--flag=value`, `--flag` or `--no-flag`, by key; `config` beside them. */
export function parseFlags(
  schema: z.ZodObject,
  { argv, actions = [] }: FlagOptions,
  problems: string[],
): Map<string, string> {
  const keys = new Map(
    ["config", ...actions, ...Object.keys(schema.shape)].map((key) => [flagName(key).slice(2), key]),
  );
  const { tokens } = parseArgs({ args: [...argv], strict: false, tokens: true, allowPositionals: true });
  const flags = new Map<string, string>();
  let open: { key: string; name: string } | undefined;
  const close = (): void => {
    if (open?.key === "http") flags.set("http", DEFAULT_HTTP);
    else if (open !== undefined) problems.push(`--${open.name}: needs a value`);
    open = undefined;
  };
  for (const token of tokens) {
    if (token.kind === "positional" && open !== undefined) {
      flags.set(open.key, token.value);
      open = undefined;
    } else if (token.kind === "positional") problems.push(`${redact(token.value)}: unexpected argument`);
    else if (token.kind === "option") {
      close();
      open = readFlag({ name: token.name, value: token.value }, { keys, schema, actions, flags, problems });
    }
  }
  close();
  for (const action of actions) flags.delete(action);
  return flags;
}

interface FlagTable {
  readonly keys: ReadonlyMap<string, string>;
  readonly schema: z.ZodObject;
  readonly actions: readonly string[];
  readonly flags: Map<string, string>;
  readonly problems: string[];
}

/** Stores a complete flag, or gives back one that waits for its value. */
function readFlag(
  flag: { name: string; value: string | undefined },
  table: FlagTable,
): { key: string; name: string } | undefined {
  const { keys, schema, actions, flags, problems } = table;
  const negated = flag.name.startsWith("no-") && !keys.has(flag.name);
  const name = negated ? flag.name.slice(3) : flag.name;
  const key = keys.get(name);
  const isSwitch = key !== undefined && (typeOf(schema.shape[key]) === "boolean" || actions.includes(key));
  if (key === undefined || (negated && !isSwitch)) {
    problems.push(
      `--${flag.name}: unknown flag. ${suggest(
        `--${flag.name}`,
        [...keys.keys()].map((known) => `--${known}`),
      )}`,
    );
  } else if (flag.value !== undefined) flags.set(key, flag.value);
  else if (isSwitch) flags.set(key, negated ? "false" : "true");
  else return { key, name };
  return undefined;
}
