import type { Readable, Writable } from "node:stream";
import {
  type JSONRPCMessage,
  parseJSONRPCMessage,
  type RequestId,
  serializeMessage,
  type Transport,
} from "@modelcontextprotocol/server";
import { toError } from "./errors.ts";
import { LineReader } from "./line-reader.ts";

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
/** Answers beyond this that nobody reads: no further request is taken until they are gone. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** How long calls under way may still answer after the client closed its end. */
const DRAIN_MS = 1_000;

export interface StdioOptions {
  readonly input: Readable;
  readonly output: Pick<Writable, "on" | "write" | "writableLength">;
  readonly maxLineBytes: number;
  /** Called once, when the input has ended and calls under way have answered, or nobody reads the output any more. */
  readonly onEnd: () => void;
}

/**
 * JSON-RPC over two streams, one message a line. Unlike a bare reader it answers what it cannot use (malformed JSON, a
 * line over the limit) and goes on, and it lets calls under way answer when the input ends, so that a pipe works.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: StdioOptions;
  readonly #lines: LineReader;
  readonly #unanswered = new Set<RequestId>();
  #closed = false;
  #inputEnded = false;

  constructor(options: StdioOptions) {
    this.#options = options;
    this.#lines = new LineReader(options.maxLineBytes);
  }

  start(): Promise<void> {
    const { input, output } = this.#options;
    input.on("data", (chunk: Buffer) => this.#read(chunk));
    for (const event of ["end", "close", "error"]) input.on(event, () => this.#endInput());
    // EPIPE and the like: nobody reads any more, so there is nothing left to do here.
    for (const event of ["close", "error"]) output.on(event, () => void this.close());
    output.on("drain", () => void (this.#closed || input.resume()));
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if ("id" in message && !("method" in message) && message.id !== undefined) this.#unanswered.delete(message.id);
    return new Promise((resolve) => {
      this.#options.output.write(serializeMessage(message), () => {
        if (this.#inputEnded && this.#unanswered.size === 0) void this.close();
        resolve();
      });
    });
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#options.input.pause();
      this.onclose?.();
      this.#options.onEnd();
    }
    return Promise.resolve();
  }

  #endInput(): void {
    if (this.#inputEnded) return;
    this.#inputEnded = true;
    if (this.#unanswered.size === 0) void this.close();
    else setTimeout(() => void this.close(), DRAIN_MS).unref();
  }

  #read(chunk: Buffer): void {
    for (const line of this.#lines.push(chunk)) {
      if (line === undefined) {
        const { maxLineBytes } = this.#options;
        this.#refuse(INVALID_REQUEST, `The message is longer than ${maxLineBytes} bytes and was skipped.`);
      } else if (line.trim() !== "") this.#receive(line);
    }
    if (this.#options.output.writableLength > MAX_UNREAD_BYTES) this.#options.input.pause();
  }

  #receive(line: string): void {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      this.#refuse(PARSE_ERROR, "The line is not valid JSON; send one JSON-RPC message a line.");
      return;
    }
    try {
      const message = parseJSONRPCMessage(json);
      this.#track(message);
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(toError(error));
      this.#refuse(INVALID_REQUEST, "The line is JSON but no JSON-RPC 2.0 message.", idOf(json));
    }
  }

  /** Follows requests until they are answered or cancelled; cancelled ones get no answer. */
  #track(message: JSONRPCMessage): void {
    if (!("method" in message)) return;
    if ("id" in message) this.#unanswered.add(message.id);
    else if (message.method === "notifications/cancelled") {
      const { requestId } = message.params ?? {};
      if (typeof requestId === "string" || typeof requestId === "number") this.#unanswered.delete(requestId);
    }
  }

  /** JSON-RPC answers a message whose id cannot be known with the id null. */
  #refuse(code: number, message: string, id: RequestId | null = null): void {
    if (this.#closed) return;
    if (id !== null) this.#unanswered.delete(id);
    this.#options.output.write(`${JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } })}\n`);
  }
}

/** The id of what was meant as a request, so that its sender learns which one was refused instead of waiting for it. */
function idOf(json: unknown): RequestId | null {
  if (typeof json !== "object" || json === null || !("id" in json) || !("method" in json)) return null;
  const { id } = json;
  return typeof id === "string" || (typeof id === "number" && Number.isInteger(id)) ? id : null;
}
