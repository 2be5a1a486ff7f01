import { stripVTControlCharacters } from "node:util";
import { redact } from "@quartet/core";

/** C0 and C1 controls but tab and line feed, and the marks that turn the direction of text. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is for.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** More of one text helps nobody; what is longer is cut before anything looks through it. */
const MAX_CLEANED = 8_000;

/** Text from a run as plain lines: without colours, links, control characters and secrets; of a long one the beginning. */
export function cleanText(text: string, maxCharacters = MAX_CLEANED): string {
  const plain = stripVTControlCharacters(text.slice(0, maxCharacters).replaceAll("\r\n", "\n"));
  return wellFormed(redact(plain.replaceAll(/^.*\r(?!\n)/gm, "").replaceAll(CONTROLS, "")));
}

/** Replaces halves of surrogate pairs, which are not text that JSON readers agree on. */
export function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** The first `maxLines` lines and `maxCharacters` characters, with a mark where something was cut. */
export function shorten(text: string, maxCharacters: number, maxLines: number): string {
  const lines = text.split("\n");
  const kept = lines.slice(0, maxLines).join("\n").slice(0, maxCharacters);
  return kept.length === text.length ? text : `${kept} …`;
}
