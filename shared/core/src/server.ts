import type * as z from "zod";
import type { CommonSettings } from "./common-settings.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { Prompt } from "./prompt.ts";
import type { Resource } from "./resource.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Tool } from "./tool.ts";

/** What the context of a server is built from, once per process. */
export interface Setup<Config> {
  readonly config: Config & CommonSettings;
  /** Folder for everything the server keeps; exists and is writable by the user alone. */
  readonly home: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly surroundings: Surroundings;
  /** Registers work for the end of the process: close files, kill children. Run last-in first-out. */
  readonly onClose: (close: () => Promise<void> | void) => void;
}

/** One finding of `--check`. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** How to mend it, when it is not ok. */
  readonly hint?: string;
}

export interface ServerSpec<ConfigSchema extends z.ZodObject, Context> {
  /** `database`; its settings are `DATABASE_…` in the environment. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** One sentence for people: docs, pages, listings. */
  readonly description: string;
  /** For the model, once per session; at most 300 tokens. */
  readonly instructions: string;
  readonly config: ConfigSchema;
  /** Builds the expensive things; called once, at the first call that needs them. */
  context(setup: Setup<z.output<ConfigSchema>>): Promise<Context> | Context;
  readonly tools: readonly Tool<Context>[];
  readonly resources?: readonly Resource<Context>[];
  readonly prompts?: readonly Prompt[];
  /** What `--check` and `/readyz` report beyond the settings. */
  check?(context: Context): Promise<readonly CheckResult[]> | readonly CheckResult[];
}

/** A server with the types of its config and context sealed inside. */
export interface ServerDefinition extends ServerSpec<z.ZodObject, unknown> {
  readonly resources: readonly Resource[];
  readonly prompts: readonly Prompt[];
}

/** Describes a server once; the same definition is served over stdio, HTTP and in memory. */
export function defineServer<ConfigSchema extends z.ZodObject, Context>(
  spec: ServerSpec<ConfigSchema, Context>,
): ServerDefinition {
  return { resources: [], prompts: [], ...spec };
}
