import { StringDecoder } from "node:string_decoder";

/** Keeps the last part of an endless stream, and counts the rest. */
export class OutputTail {
  readonly #limit: number;
  readonly #decoder = new StringDecoder("utf8");
  #text = "";
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#text = (this.#text + this.#decoder.write(chunk)).slice(-this.#limit);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get text(): string {
    return this.#text;
  }
}
