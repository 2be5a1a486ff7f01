import type { Server } from "@modelcontextprotocol/server";
import { ToolError, toToolError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { parseArguments } from "./input.ts";
import { suggest } from "./nearest.ts";
import type { Prompt } from "./prompt.ts";
import { toProtocolError } from "./protocol-error.ts";

/** Registers list and get for the prompts of a server. */
export function servePrompts(server: Server, prompts: readonly Prompt[]): void {
  server.setRequestHandler("prompts/list", () => ({ prompts: prompts.map(describePrompt) }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    try {
      const prompt = findPrompt(prompts, params.name);
      const args = parseArguments(prompt.arguments.strict(), params.arguments, prompt.name);
      return {
        description: prompt.description,
        messages: [{ role: "user", content: { type: "text", text: prompt.render(args) } }],
      };
    } catch (error) {
      throw toProtocolError(toToolError(error));
    }
  });
}

function describePrompt({ name, title, description, arguments: args }: Prompt) {
  return {
    name,
    title,
    description,
    arguments: Object.entries(args.shape).map(([key, schema]) => ({
      name: key,
      description: schema.description ?? "",
      required: !schema.safeParse(undefined).success,
    })),
  };
}

function findPrompt(prompts: readonly Prompt[], name: string): Prompt {
  const prompt = prompts.find((candidate) => candidate.name === name);
  if (prompt !== undefined) return prompt;
  const names = prompts.map((candidate) => candidate.name);
  throw new ToolError("not_found", `Unknown prompt "${excerpt(name)}". ${suggest(name, names)}`);
}
