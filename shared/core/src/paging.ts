import { createHash } from "node:crypto";
import * as z from "zod";
import { ToolError } from "./errors.ts";
import type { Tool } from "./tool.ts";

/** What the core adds to the input of a tool with a `list`. */
export const cursorInput = { cursor: z.string().optional().describe("nextCursor of the answer before") };

/** What the core adds to the output of a tool with a `list`. */
export const pageOutput = {
  truncated: z.boolean().describe("True when further items exist"),
  nextCursor: z.string().optional().describe("Pass as cursor to go on"),
};

const CURSOR = /^(\d{1,15})\.([\w-]{8})$/;

/** A cursor is an offset tied to the arguments it was made for, so that it cannot be used with others. */
export function encodeCursor(offset: number, tool: string, args: object): string {
  return `${offset}.${fingerprint(tool, args)}`;
}

export function decodeCursor(cursor: unknown, tool: string, args: object): number {
  if (cursor === undefined) return 0;
  const [, offset, print] = CURSOR.exec(typeof cursor === "string" ? cursor : "") ?? [];
  if (offset === undefined || print !== fingerprint(tool, args)) {
    throw new ToolError("invalid_input", "cursor: does not belong to these arguments.", {
      hint: "Repeat the call that gave the cursor, with the same arguments, or leave the cursor out to start again.",
    });
  }
  return Number(offset);
}

function fingerprint(tool: string, args: object): string {
  const ordered = Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([tool, ordered]))
    .digest("base64url")
    .slice(0, 8);
}

/** One answer within `maxBytes` of JSON: lists are cut at whole items, anything else that is too long is refused. */
export function fitToBudget(
  tool: Tool,
  answer: Record<string, unknown>,
  page: { maxBytes: number; offset: number; args: object },
): Record<string, unknown> {
  const { more = false, ...result } = answer;
  if (tool.list === undefined) {
    const sizeBytes = jsonBytes(result);
    if (sizeBytes > page.maxBytes) throw tooLarge(tool.name, sizeBytes, page.maxBytes);
    return result;
  }
  const items = result[tool.list];
  if (!Array.isArray(items)) throw new TypeError(`${tool.name} returned no array under "${tool.list}"`);
  const rest = {
    ...result,
    [tool.list]: [],
    truncated: true,
    nextCursor: encodeCursor(Number.MAX_SAFE_INTEGER, tool.name, {}),
  };
  const kept = itemsThatFit(items, page.maxBytes - jsonBytes(rest));
  if (kept === 0 && items.length > 0)
    throw tooLarge(tool.name, jsonBytes({ ...rest, [tool.list]: items.slice(0, 1) }), page.maxBytes);
  const truncated = kept < items.length || more === true;
  return {
    ...result,
    [tool.list]: kept < items.length ? items.slice(0, kept) : items,
    truncated,
    ...(truncated && { nextCursor: encodeCursor(page.offset + kept, tool.name, page.args) }),
  };
}

function itemsThatFit(items: readonly unknown[], maxBytes: number): number {
  let usedBytes = 0;
  for (const [index, item] of items.entries()) {
    usedBytes += jsonBytes(item) + 1;
    if (usedBytes > maxBytes) return index;
  }
  return items.length;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "null");
}

function tooLarge(name: string, sizeBytes: number, maxBytes: number): ToolError {
  return new ToolError("too_large", `The answer of ${name} has ${sizeBytes} bytes; the limit is ${maxBytes}.`, {
    hint: "Ask for less, for example with a narrower filter, or raise the setting maxTokens.",
  });
}
