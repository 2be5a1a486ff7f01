import { type Call, defineTool, ToolError } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { type CheckResult, checkResult } from "../models.ts";

const input = z.object({
  url: z.string().min(1).max(2048).optional().describe("http or https address; for a bare port give host and port"),
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[\w.:%[\]-]+$/, "is no host name or address")
    .optional()
    .describe("Name or address of a TCP service"),
  port: z.int().min(1).max(65_535).optional().describe("TCP port, with host"),
  method: z.enum(["GET", "HEAD"]).default("GET").describe("HEAD gets no body"),
  expectStatus: z.array(z.int().min(100).max(599)).min(1).max(20).optional().describe("Default: any below 400"),
  expectText: z.string().min(1).max(1000).optional().describe("Text the body must contain"),
  timeoutMs: z.int().min(100).max(30_000).default(5_000).describe("For the whole check"),
  maxRedirects: z.int().min(0).max(10).default(5).describe("0 judges the redirect itself"),
  verifyTls: z.boolean().default(true).describe("False accepts a self-signed certificate"),
  excerptLength: z.int().min(0).max(2_000).default(0).describe("Characters of the body to return"),
});

type Input = z.output<typeof input>;

export const runCheck = defineTool({
  name: "run_check",
  title: "Check a service",
  description:
    "Ask a web address (url) or a TCP port (host and port) once and judge it: up, down or inconclusive, with the cause, " +
    "timings by phase and the certificate's expiry. A failing target is an answer, not an error.",
  effect: "read",
  openWorld: true,
  untrusted: true,
  input,
  output: checkResult,
  run: async (args, call: Call<Context>) => check(args, call),
});

/** The HTTP and TLS modules are loaded with the first check, since most sessions need none. */
async function check(args: Input, { context, signal }: Call<Context>): Promise<CheckResult> {
  const { url, timeoutMs } = args;
  if (url === undefined) {
    const target = tcpTarget(args);
    const { checkTcp } = await import("../checks/tcp-check.ts");
    return await checkTcp({ ...target, timeoutMs }, context.network, signal);
  }
  const extra = (["host", "port"] as const).filter((name) => args[name] !== undefined);
  if (extra.length > 0) throw invalid(extra, "does not go with url", WHICH_TARGET);
  if (args.method === "HEAD" && (args.expectText !== undefined || args.excerptLength > 0)) throw noBody();
  const [{ checkHttp }, { parseCheckUrl }] = await Promise.all([
    import("../checks/http-check.ts"),
    import("../checks/url.ts"),
  ]);
  return await checkHttp({ ...args, url: parseCheckUrl(url) }, context.network, signal);
}

const WHICH_TARGET = "url checks a web service; host with port checks that a port accepts connections.";
const HTTP_ONLY = ["method", "expectStatus", "expectText", "maxRedirects", "verifyTls", "excerptLength"] as const;

/** An expectation that nobody would look at must not end in `up`. Defaults that a client fills in are harmless. */
function tcpTarget(args: Input): { host: string; port: number } {
  const { host, port } = args;
  if (host === undefined && port === undefined) throw invalid(["url"], "is missing, or host and port", WHICH_TARGET);
  if (host === undefined) throw invalid(["host"], "is missing", WHICH_TARGET);
  if (port === undefined) throw invalid(["port"], "is missing", WHICH_TARGET);
  const defaults = input.parse({});
  const ignored = HTTP_ONLY.filter((name) => args[name] !== defaults[name]);
  if (ignored.length > 0) throw invalid(ignored, "goes with url only", "Give url instead of host and port.");
  return { host, port };
}

function invalid(names: readonly string[], problem: string, hint: string): ToolError {
  return new ToolError("invalid_input", names.map((name) => `${name}: ${problem}.`).join("\n"), { hint });
}

function noBody(): ToolError {
  return new ToolError("invalid_input", "expectText and excerptLength need a body, which HEAD does not get.", {
    hint: "Use method GET.",
  });
}
