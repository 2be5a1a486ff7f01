import { commonSettings, DEFAULT_PORT, describeSettings, loadConfig, settingsUsage } from "@quartet/core/host";
import * as z from "zod";
import { SERVER_NAMES } from "../hosting/catalog.ts";

const PREFIX = "QUARTET";
const { token, allowedHosts, allowedOrigins, logLevel } = commonSettings.shape;

const serveSettings = z.object({
  port: z.int().min(0).max(65_535).default(DEFAULT_PORT).describe("Port to listen on; 0 lets the system choose"),
  host: z.string().default("127.0.0.1").describe("Address to listen on; off loopback a token is required"),
  servers: z
    .array(z.enum(SERVER_NAMES))
    .min(1)
    .default([...SERVER_NAMES])
    .describe("Servers to serve"),
  once: z.boolean().default(false).describe("Call each server once, report, and exit 0 or 1"),
  home: z.string().optional().describe("Folder for everything that is kept; without it ~/.quartet"),
  token,
  allowedHosts,
  allowedOrigins,
  logLevel: logLevel.unwrap().default("warn").describe("Least severe level that is logged to stderr"),
});

export type ServeSettings = z.output<typeof serveSettings>;

export function readServeSettings(args: readonly string[], env: NodeJS.ProcessEnv): ServeSettings {
  return loadConfig(serveSettings, { prefix: PREFIX, env, argv: args, actions: ["help"] });
}

/** The text of `quartet serve --help`. */
export function serveUsage(): string {
  return `Usage: quartet serve [flags]

Serves the four servers over MCP Streamable HTTP behind one port, calls each once and says what it answered.
The settings of each server come from its own variables, such as DATABASE_URL.

${settingsUsage(describeSettings(serveSettings.shape, PREFIX), PREFIX)}
`;
}
