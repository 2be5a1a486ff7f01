import type { Cell, ShortenedText } from "../models.ts";
import { Refusal } from "./sqlite-protocol.ts";

/** What SQLite holds in one place of a row. */
export type EngineValue = null | number | bigint | string | Uint8Array;

const MAX_CELL_CHARS = 2_000;
const MIN_CELL_CHARS = 8;
const BASE64_BYTES_PER_CHAR = 0.75;

/** Shortens long cells until the row's JSON fits, so that one wide row cannot outgrow an answer. */
export function encodeRow(values: readonly EngineValue[], maxBytes: number): { row: Cell[]; bytes: number } {
  for (let maxChars = MAX_CELL_CHARS; maxChars >= MIN_CELL_CHARS; maxChars = Math.floor(maxChars / 2)) {
    const limit = maxChars;
    const row = values.map((value) => encodeCell(value, limit));
    const bytes = Buffer.byteLength(JSON.stringify(row));
    if (bytes <= maxBytes) return { row, bytes };
  }
  throw new Refusal("ROW_TOO_WIDE", String(values.length));
}

/** A value of the engine in a form that survives JSON unchanged, or shortened with its full size. */
export function encodeCell(value: EngineValue, maxChars: number): Cell {
  if (value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return encodeInteger(value);
  if (typeof value === "string") return encodeText(value, maxChars);
  return encodeBytes(value, maxChars);
}

function encodeInteger(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Text as it is, or its beginning with the length of the whole. */
export function encodeText(text: string, maxChars: number): ShortenedText {
  if (text.length <= maxChars) return text;
  // Never half of a character beyond the basic plane.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
  return { text: text.slice(0, end), chars: text.length };
}

function encodeBytes(bytes: Uint8Array, maxChars: number): Cell {
  const shown = bytes.subarray(0, Math.floor(maxChars * BASE64_BYTES_PER_CHAR));
  return { base64: Buffer.from(shown).toString("base64"), bytes: bytes.byteLength };
}
