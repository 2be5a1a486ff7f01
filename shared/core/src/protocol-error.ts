import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from "@modelcontextprotocol/server";
import type { ToolError } from "./errors.ts";

/** Outside of tool calls MCP knows no error results, so message and hint travel in a protocol error. */
export function toProtocolError({ code, message, hint }: ToolError, uri?: string): ProtocolError {
  const text = hint === undefined ? message : `${message} ${hint}`;
  if (code === "not_found" && uri !== undefined) return new ResourceNotFoundError(uri, text);
  const callersFault = code === "invalid_input" || code === "not_found";
  return new ProtocolError(callersFault ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError, text);
}
