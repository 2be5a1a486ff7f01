import type { IncomingMessage } from "node:http";

/** Enough to find a text in; a check is no download. */
const MAX_BODY_BYTES = 1_048_576;

export interface Body {
  readonly text: string;
  /** True when the answer went on beyond what was read. */
  readonly cut: boolean;
}

/** Reads the beginning of an answer as UTF-8, and no more of it than a check needs. */
export async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<Body> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString("utf8");
  return { text, cut: sizeBytes > MAX_BODY_BYTES };
}
