import { Buffer } from "node:buffer";
import { escapeToken } from "./json-pointer.ts";

/** One member of a large value: where it is, what it is and how large. */
interface OutlineMember {
  path: string;
  type: string;
  sizeBytes: number;
}

export interface Outline {
  /** The value's first members; absent when it is not an object or array. */
  members?: OutlineMember[];
  memberCount?: number;
  /** The beginning of a long text. */
  preview?: string;
}

const MAX_PREVIEW = 1_000;

/** What to show of a value that is too large to show: as many members, or as much text, as `maxBytes` of JSON allow. */
export function outlineOf(value: unknown, base: string, maxBytes: number): Outline {
  // No character takes more than six bytes of JSON.
  if (typeof value === "string") return { preview: beginning(value, Math.min(MAX_PREVIEW, Math.max(0, maxBytes / 6))) };
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value);
  const members: OutlineMember[] = [];
  let usedBytes = 0;
  for (const [name, member] of entries) {
    const shown = describe(`${base}/${escapeToken(name)}`, member);
    usedBytes += sizeOf(shown) + 1;
    if (usedBytes > maxBytes) break;
    members.push(shown);
  }
  return { members, memberCount: entries.length };
}

function describe(path: string, value: unknown): OutlineMember {
  return { path, type: typeOf(value), sizeBytes: sizeOf(value) };
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Cut between code points, so that no half of an emoji is left. */
function beginning(text: string, maxLength: number): string {
  return text.slice(0, Math.floor(maxLength)).replace(/[\uD800-\uDBFF]$/, "");
}

export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
