import { Buffer } from "node:buffer";
import { ToolError } from "@quartet/core";
import { LIMITS } from "./limits.ts";

interface Limit {
  /** What the caller calls the value. */
  readonly field: string;
  readonly maxBytes: number;
}

/** A JSON value as text. Throws `invalid_input` for what is not JSON or nests too deep, `too_large` beyond the size limit. */
export function toJsonText(value: unknown, limit: Limit): string {
  if (nestsDeeperThan(value, LIMITS.valueDepth)) {
    throw new ToolError("invalid_input", `${limit.field} nests deeper than ${LIMITS.valueDepth} levels.`, {
      hint: "Flatten it, or store it in several keys.",
    });
  }
  const text = stringify(value);
  if (text === undefined) {
    throw new ToolError("invalid_input", `${limit.field} is not a JSON value.`, {
      hint: "Pass an object, array, string, number, boolean or null.",
    });
  }
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > limit.maxBytes) {
    throw new ToolError("too_large", `${limit.field} has ${sizeBytes} bytes as JSON; the limit is ${limit.maxBytes}.`, {
      hint: "Put the bulk in a file and store its path, or split it over several keys.",
    });
  }
  return text;
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Walks level by level, so that neither a deep value nor a cyclic one can exhaust the stack. */
function nestsDeeperThan(value: unknown, maxDepth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= maxDepth; depth++) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
