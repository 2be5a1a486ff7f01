import { ToolError } from "@quartet/core";

/** A place in a namespace's total order. */
export interface Revision {
  readonly epoch: string;
  readonly sequence: number;
}

/** A revision as callers see it; the same text serves as compare-and-set token and as log cursor. */
export function formatRevision(epoch: string, sequence: number): string {
  return `${epoch}:${sequence}`;
}

const SHAPE = /^([0-9a-f]{12}):(0|[1-9]\d{0,15})$/;

/** Reads a revision back; `field` is what the caller called it. Throws `invalid_input` when it never was one. */
export function parseRevision(text: string, field: string): Revision {
  const match = SHAPE.exec(text);
  const sequence = Number(match?.[2]);
  if (match?.[1] === undefined || !Number.isSafeInteger(sequence)) {
    throw new ToolError("invalid_input", `${field} is not one that this store hands out.`, {
      hint: `Pass ${field} exactly as an earlier answer gave it, or leave it out.`,
    });
  }
  return { epoch: match[1], sequence };
}
