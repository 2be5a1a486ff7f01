import { createHmac, timingSafeEqual } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import * as z from "zod";
import { type ReportEvent, reportEvent } from "../models.ts";

const MAX_LINE = 4 * 1024 * 1024;

const sequence = z.object({ seq: z.int().min(0) });

export interface ReadState {
  /** Lines without a valid seal, out of order or of no known shape. */
  readonly forgedLines: number;
  /** The file ends in the middle of a line. */
  readonly torn: boolean;
}

/** Reads a report while it grows; hands on only what carries the seal and stands in its place. */
export class ReportReader {
  readonly #key: string;
  readonly #onEvent: (event: ReportEvent) => void;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #next = 0;
  #forgedLines = 0;

  constructor(key: string, onEvent: (event: ReportEvent) => void) {
    this.#key = key;
    this.#onEvent = onEvent;
  }

  push(chunk: Uint8Array): void {
    const lines = this.#decoder.write(Buffer.from(chunk)).split("\n");
    // A line may take many chunks; joining it to each of them again would take time without end.
    for (const line of lines.slice(0, -1)) {
      this.#keep(line);
      this.#readLine(this.#rest);
      this.#rest = "";
    }
    this.#keep(lines.at(-1) ?? "");
  }

  state(): ReadState {
    return { forgedLines: this.#forgedLines, torn: this.#rest !== "" };
  }

  /** No line of the reporter's is as long as the limit; a longer one is forged, and what is kept of it has no seal. */
  #keep(text: string): void {
    if (this.#rest.length < MAX_LINE) this.#rest += text;
  }

  #readLine(line: string): void {
    const event = this.#parse(line);
    if (event === undefined) this.#forgedLines += 1;
    else this.#onEvent(event);
  }

  #parse(line: string): ReportEvent | undefined {
    const [seal, text] = splitOnce(line);
    if (!sealMatches(seal, text, this.#key)) return undefined;
    const json: unknown = JSON.parse(text);
    const { seq } = sequence.parse(json);
    // A gap means that lines were taken away, a repeat that lines were copied.
    if (seq !== this.#next) return undefined;
    this.#next += 1;
    return reportEvent.safeParse(json).data;
  }
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf(" ");
  return [line.slice(0, at), line.slice(at + 1)];
}

function sealMatches(seal: string, text: string, key: string): boolean {
  const expected = createHmac("sha256", key).update(text).digest();
  const given = Buffer.from(seal, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
