import { performance } from "node:perf_hooks";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { toError } from "@quartet/core";
import * as z from "zod";
import { VERSION } from "../version.ts";
import type { Answer } from "./answers.ts";

/** What one server answered to its first call, in words. */
export interface FirstCall {
  readonly name: string;
  readonly ok: boolean;
  /** The tool that was called, when it came to that. */
  readonly tool?: string;
  readonly tookMs: number;
  /** What came back, or the reason why nothing did. */
  readonly lines: readonly string[];
}

/** A server as it is reached from outside. */
export interface Served {
  readonly name: string;
  readonly url: string;
  readonly token: string | undefined;
}

const CALL_TIMEOUT_MS = 30_000;

/** Calls one tool of a served server the way a client would: over Streamable HTTP, through the SDK's own client. */
export async function callOnce({ name, url, token }: Served, answer: Answer | undefined): Promise<FirstCall> {
  const started = performance.now();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const client = new Client({ name: "quartet-serve", version: VERSION }, { versionNegotiation: { mode: "auto" } });
  const finish = (rest: Omit<FirstCall, "name" | "tookMs">): FirstCall => ({
    name,
    tookMs: performance.now() - started,
    ...rest,
  });
  try {
    await client.connect(transport);
    if (answer === undefined) return finish({ ok: true, lines: ["connects; no call is known for it"] });
    const { tools } = await client.listTools();
    if (!tools.some((tool) => tool.name === answer.tool)) {
      return finish({ ok: false, lines: [`offers no tool ${answer.tool}`] });
    }
    const request = { name: answer.tool, arguments: answer.input };
    const result = await client.callTool(request, { timeout: CALL_TIMEOUT_MS });
    const failed = result.isError === true;
    const told = failed ? { ok: false, lines: textOf(result.content) } : answer.tell(result.structuredContent);
    return finish({ tool: answer.tool, ...told });
  } catch (error) {
    return finish({ ok: false, lines: [toError(error).message] });
  } finally {
    await client.close().catch(() => undefined);
  }
}

const Text = z.object({ type: z.literal("text"), text: z.string() });

function textOf(content: readonly unknown[]): string[] {
  return content.flatMap((part) => Text.safeParse(part).data?.text.split("\n") ?? []);
}
