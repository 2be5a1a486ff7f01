import { type CheckResult, defineServer, defineTool, type ServerDefinition, ToolError } from "@quartet/core";
import * as z from "zod";

/** A small real server, for tests of whatever hosts servers. */
export function stubServer(
  name: string,
  options: { title?: string; checks?: readonly CheckResult[]; failWith?: () => Error } = {},
): ServerDefinition {
  return defineServer({
    name,
    title: options.title ?? `The ${name}`,
    version: "1.0.0",
    description: "A server for tests.",
    instructions: "Call ping.",
    config: z.object({ depth: z.int().min(1).default(1).describe("How deep") }),
    context: () => ({}),
    check: () => options.checks ?? [{ name: "store", ok: true, detail: "open" }],
    tools: [
      defineTool({
        name: "send_ping",
        title: "Send a ping",
        description: "Answers pong.",
        effect: "read",
        input: z.object({}),
        output: z.object({ pong: z.boolean() }),
        run() {
          if (options.failWith !== undefined) throw options.failWith();
          return { pong: true };
        },
      }),
    ],
  });
}

export function unavailable(message: string, hint: string): ToolError {
  return new ToolError("unavailable", message, { hint });
}
