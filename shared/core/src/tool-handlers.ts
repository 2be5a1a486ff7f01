import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { excerpt } from "./excerpt.ts";
import type { Instance } from "./instance.ts";
import { suggest } from "./nearest.ts";
import { createProgress } from "./progress.ts";
import { callTool } from "./tool-call.ts";
import { describeTool, type ListedTool } from "./tool-listing.ts";

interface CallParams {
  readonly name: string;
  readonly arguments?: Record<string, unknown> | undefined;
}

/** Prepares list and call once; the returned function registers them on each protocol server. */
export function toolHandlers(instance: Instance): (server: Server) => void {
  const call = callHandler(instance);
  let listed: ListedTool[] | undefined;
  return (server) => {
    server.setRequestHandler("tools/list", () =>
      instance.measure({ method: "tools/list" }, async () => ({
        tools: (listed ??= instance.tools.map(describeTool)),
      })),
    );
    server.setRequestHandler("tools/call", async ({ params }, ctx) => {
      const result = await call(params, ctx);
      return server.projectCallToolResult(result, undefined);
    });
  };
}

function callHandler(instance: Instance): (params: CallParams, ctx: ServerContext) => Promise<CallToolResult> {
  const tools = new Map(instance.tools.map((tool) => [tool.name, tool]));
  return (params, { mcpReq }) => {
    const tool = tools.get(params.name);
    if (tool === undefined) {
      const message = `Unknown tool "${excerpt(params.name)}". ${suggest(params.name, [...tools.keys()])}`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    }
    const request = { args: params.arguments, signal: mcpReq.signal, progress: createProgress(mcpReq) };
    const operation = { method: "tools/call", tool: tool.name };
    return instance.measure(operation, () => callTool(instance, tool, request));
  };
}
