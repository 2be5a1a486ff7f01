import * as z from "zod";
import { DEFAULT_HTTP, readAddress } from "./http-address.ts";
import { LOG_LEVELS } from "./logger.ts";
import { secret } from "./secret.ts";

/** What an Authorization header can carry. An empty token would let in everybody who sends none. */
const bearerToken = z.string().regex(/^[!-~]+$/, "must be one or more ASCII characters without spaces");

/** Settings that every server has, beside its own. */
export const commonSettings = z.object({
  http: z
    .string()
    .refine((text) => readAddress(text) !== undefined, `is no address; write host:port, for example ${DEFAULT_HTTP}`)
    .optional()
    .describe(`Serve MCP over HTTP on host:port instead of stdio; without a value ${DEFAULT_HTTP}`),
  token: secret(bearerToken).optional().describe("Bearer token that HTTP clients must send; required off loopback"),
  allowedHosts: z.array(z.string()).default([]).describe("Host names accepted in the Host header beside loopback"),
  allowedOrigins: z.array(z.string()).default([]).describe("Host names of web pages that may call beside loopback"),
  logLevel: z.enum(LOG_LEVELS).default("info").describe("Least severe level that is logged to stderr"),
  readOnly: z.boolean().default(false).describe("Offer only tools that read"),
  tools: z.array(z.string()).default([]).describe("Offer only these tools"),
  toolsets: z.array(z.string()).default(["default"]).describe("Groups of tools on offer"),
  maxTokens: z.int().min(500).max(200_000).default(8_000).describe("Size limit of one answer, in tokens of four bytes"),
  toolTimeoutMs: z.int().min(100).max(86_400_000).default(45_000).describe("Deadline of one tool call, in ms"),
  maxConcurrentCalls: z
    .int()
    .min(1)
    .max(1_000)
    .default(16)
    .describe("Tool calls that run at once; more wait their turn"),
  plugins: z.array(z.string()).default([]).describe("Modules with further tools, as paths or package names"),
});

export type CommonSettings = z.output<typeof commonSettings>;
