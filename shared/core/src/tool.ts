import type { ToolAnnotations } from "@modelcontextprotocol/server";
import type * as z from "zod";
import type { Logger } from "./logger.ts";

/** How a tool touches the world: `write` only adds, `destroy` may also replace or remove what was there. */
export type Effect = "read" | "write" | "destroy";

export interface Progress {
  /** Grows with every report. */
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** What a running tool is given besides its input. */
export interface Call<Context> {
  readonly context: Context;
  /** Aborts when the client cancels, the deadline passes or the server stops. */
  readonly signal: AbortSignal;
  /** Index of the first list item wanted; 0 unless the caller came back with a cursor. */
  readonly offset: number;
  /** Bytes of JSON that fit into one answer; what is longer is cut or refused by the core. */
  readonly maxBytes: number;
  readonly log: Logger;
  /** Tells a client that asked for it how far the work is; never throws, never blocks. */
  readonly progress: (report: Progress) => void;
}

export interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject, Context> {
  /** `verb_noun`, unique over all servers. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  /** True when repeating a write with the same arguments changes nothing more. Reads always are. */
  readonly idempotent?: boolean;
  /** True when the tool reaches systems outside the user's machine and project. */
  readonly openWorld?: boolean;
  /** True when the answer carries text from outside: rows, logs, test names, messages. */
  readonly untrusted?: boolean;
  /** Only tools of the toolset `default` are listed unless `--toolsets` names others. */
  readonly toolset?: string;
  /** Name of the output's array. The core pages it: adds `cursor` to the input, and `truncated` and `nextCursor` to the output. */
  readonly list?: string & keyof z.output<Output>;
  /** True for long polls: waiting takes no place among the concurrent calls. */
  readonly waits?: boolean;
  /** Deadline of one call when it differs from the server's `toolTimeoutMs`; 0 means the tool keeps its own. */
  readonly timeoutMs?: number;
  readonly input: Input;
  readonly output: Output;
  readonly run: (input: z.output<Input>, call: Call<Context>) => Promise<z.input<Output>> | z.input<Output>;
}

/** A tool with the types of its schemas sealed inside, so that unlike tools share one list. */
export interface Tool<Context = unknown> extends Omit<ToolSpec<z.ZodObject, z.ZodObject, Context>, "run" | "list"> {
  readonly [toolBrand]: true;
  readonly toolset: string;
  readonly list?: string;
  /** Takes arguments already parsed by `input`. */
  run(args: Record<string, unknown>, call: Call<Context>): Promise<Record<string, unknown>>;
}

/** Shared by every copy of the core in a process, so that a plugin built with its own copy is recognised. */
const toolBrand: unique symbol = Symbol.for("quartet.tool");

export const DEFAULT_TOOLSET = "default";

/** Describes a tool once; its types, JSON Schema, hints, docs and contract test all follow from this. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject, Context>(
  spec: ToolSpec<Input, Output, Context>,
): Tool<Context> {
  return {
    toolset: DEFAULT_TOOLSET,
    ...spec,
    [toolBrand]: true,
    async run(args, call) {
      // The core parses `args` with `input` before; only their type is lost on the way.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return spec.run(args as z.output<Input>, call);
    },
  };
}

export function isTool(value: unknown): value is Tool {
  return typeof value === "object" && value !== null && toolBrand in value;
}

/** The full set of MCP hints, so that none can be forgotten or contradict another. */
export function hintsOf(tool: Pick<Tool, "title" | "effect" | "idempotent" | "openWorld">): ToolAnnotations {
  return {
    title: tool.title,
    readOnlyHint: tool.effect === "read",
    destructiveHint: tool.effect === "destroy",
    idempotentHint: tool.effect === "read" || (tool.idempotent ?? false),
    openWorldHint: tool.openWorld ?? false,
  };
}
