import type * as z from "zod";

export interface PromptSpec<Arguments extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** String-valued arguments, as MCP prompts carry them. */
  readonly arguments: Arguments;
  /** The text put to the model in the user's name. */
  readonly render: (args: z.output<Arguments>) => string;
}

/** A prompt with its argument types sealed inside. */
export interface Prompt extends Omit<PromptSpec<z.ZodObject>, "render"> {
  /** Takes arguments already parsed. */
  render(args: Record<string, unknown>): string;
}

/** Describes a prompt once. */
export function definePrompt<Arguments extends z.ZodObject>(spec: PromptSpec<Arguments>): Prompt {
  // The core parses the arguments first; only their type is lost on the way.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...spec, render: (args) => spec.render(args as z.output<Arguments>) };
}
