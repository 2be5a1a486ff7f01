import { request as httpRequest } from "node:http";
import { vi } from "vitest";
import { type RawServer, type StartOptions, startServer, WAIT } from "./raw-server.ts";
import type { Target } from "./targets.ts";

export interface HttpServer {
  readonly process: RawServer;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
}

/** Starts a server over HTTP on a port of the system's choice and waits until it listens. */
export async function startHttp(target: Target, options: StartOptions = {}): Promise<HttpServer> {
  const process = startServer(target, { ...options, args: ["--http", "127.0.0.1:0", ...(options.args ?? [])] });
  const url = await vi.waitFor(() => {
    const listening = process.logs().find((log) => log.msg === "listening");
    if (listening === undefined) throw new Error(`not listening; stderr: ${process.stderr}`);
    return String(listening.url).replace(/\/mcp$/, "");
  }, WAIT);
  return { process, url, port: Number(new URL(url).port) };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface RequestOptions {
  readonly method?: string;
  /** Sent as it is, `Host` too. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request target as it stands on the wire. */
  readonly path?: string;
}

/** One request with full control over its headers, which `fetch` does not give. */
export function send(url: string, { method = "GET", headers = {}, body, path }: RequestOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, ...(path !== undefined && { path }) }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

export const MCP_HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
} as const;

/** The body of a `tools/list` as clients of 2025 send it. */
export const LIST_TOOLS = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
