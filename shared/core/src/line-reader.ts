const NEWLINE = 0x0a;

/** Splits a byte stream into lines without ever holding more than `maxBytes` of one. */
export class LineReader {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #sizeBytes = 0;
  #skipping = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in `chunk`; `undefined` stands for one that was too long and is lost. */
  push(chunk: Buffer): (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#append(chunk.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    this.#append(chunk.subarray(start));
    return lines;
  }

  #append(part: Buffer): void {
    this.#sizeBytes += part.length;
    if (this.#sizeBytes > this.#maxBytes) this.#skipping = true;
    if (this.#skipping) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): string | undefined {
    const line = this.#skipping ? undefined : Buffer.concat(this.#parts).toString("utf8");
    this.#parts = [];
    this.#sizeBytes = 0;
    this.#skipping = false;
    return line;
  }
}
