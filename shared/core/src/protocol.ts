import { performance } from "node:perf_hooks";
import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { ToolError, toToolError } from "./errors.ts";
import { parseArguments } from "./input.ts";
import type { Instance } from "./instance.ts";
import { toJsonSchema } from "./json-schema.ts";
import { suggest } from "./nearest.ts";
import { operationRecorder } from "./operation-metrics.ts";
import { createProgress } from "./progress.ts";
import type { Prompt } from "./prompt.ts";
import { serveResources } from "./resource-handlers.ts";
import { callTool, inputOf, outputOf } from "./tool-call.ts";
import { hintsOf, type Tool } from "./tool.ts";

/** How long a client may keep lists, which never change while a server runs. */
const LISTS = { ttlMs: 300_000, cacheScope: "private" } as const;

/** Makes one protocol server per connection (stdio) or per request (HTTP), all over the same instance. */
export function protocolFactory(instance: Instance): () => Server {
  const { definition } = instance;
  const handleCall = toolHandler(instance);
  let listed: ReturnType<typeof describeTool>[] | undefined;
  return () => {
    const { name, title, version, description, instructions } = definition;
    const server = new Server(
      { name: `quartet-${name}`, title, version, description },
      {
        capabilities: capabilitiesOf(instance),
        instructions,
        cacheHints: {
          "tools/list": LISTS,
          "prompts/list": LISTS,
          "resources/templates/list": LISTS,
          "server/discover": LISTS,
        },
      },
    );
    server.setRequestHandler("tools/list", () => ({ tools: (listed ??= instance.tools.map(describeTool)) }));
    server.setRequestHandler("tools/call", async ({ params }, ctx) => {
      const result = await handleCall(params, ctx);
      return server.projectCallToolResult(result, undefined);
    });
    if (definition.resources.length > 0) serveResources(server, instance);
    if (definition.prompts.length > 0) servePrompts(server, definition.prompts);
    return server;
  };
}

function capabilitiesOf({ definition }: Instance): { tools: object; resources?: object; prompts?: object } {
  return {
    tools: {},
    ...(definition.resources.length > 0 && { resources: {} }),
    ...(definition.prompts.length > 0 && { prompts: {} }),
  };
}

/** One tool as `tools/list` shows it. */
export function describeTool(tool: Tool) {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: toJsonSchema(inputOf(tool), "input"),
    outputSchema: toJsonSchema(outputOf(tool), "output"),
    annotations: hintsOf(tool),
  };
}

function toolHandler(
  instance: Instance,
): (
  params: { name: string; arguments?: Record<string, unknown> | undefined },
  ctx: ServerContext,
) => Promise<CallToolResult> {
  const record = operationRecorder(instance.metrics, instance.definition.name);
  const tools = new Map(instance.tools.map((tool) => [tool.name, tool]));
  return async (params, { mcpReq }) => {
    const tool = tools.get(params.name);
    if (tool === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown tool "${params.name}". ${suggest(params.name, [...tools.keys()])}`,
      );
    }
    const started = performance.now();
    const result = await callTool(instance, tool, {
      args: params.arguments,
      signal: mcpReq.signal,
      progress: createProgress(mcpReq),
    });
    const error = result._meta?.["quartet/error"];
    record({
      method: "tools/call",
      tool: tool.name,
      seconds: (performance.now() - started) / 1000,
      ...(typeof error === "string" && { error }),
    });
    return result;
  };
}

function servePrompts(server: Server, prompts: readonly Prompt[]): void {
  server.setRequestHandler("prompts/list", () => ({
    prompts: prompts.map(({ name, title, description, arguments: args }) => ({
      name,
      title,
      description,
      arguments: Object.entries(args.shape).map(([key, schema]) => ({
        name: key,
        description: schema.description ?? "",
        required: !schema.safeParse(undefined).success,
      })),
    })),
  }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    const prompt = prompts.find(({ name }) => name === params.name);
    if (prompt === undefined)
      throw invalidParams(
        new ToolError(
          "not_found",
          `Unknown prompt "${params.name}". ${suggest(
            params.name,
            prompts.map(({ name }) => name),
          )}`,
        ),
      );
    try {
      const text = prompt.render(parseArguments(prompt.arguments.strict(), params.arguments, prompt.name));
      return { description: prompt.description, messages: [{ role: "user", content: { type: "text", text } }] };
    } catch (error) {
      throw invalidParams(toToolError(error));
    }
  });
}

/** Outside of tool calls MCP knows no error results, so the message and hint travel in a protocol error. */
function invalidParams(error: ToolError): ProtocolError {
  const code = error.code === "internal" ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams;
  return new ProtocolError(code, [error.message, error.hint].filter(Boolean).join(" "));
}
