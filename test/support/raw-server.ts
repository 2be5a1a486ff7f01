import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/client";
import { onTestFinished, vi } from "vitest";
import { descendantsOf } from "./processes.ts";
import { environment, type Target } from "./targets.ts";
import { tempFolder } from "./temp-folder.ts";

const CLIENT = { name: "e2e", version: "1.0.0" };
export const WAIT = { timeout: 20_000, interval: 20 } as const;

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly cwd?: string;
  /** Node to start it with, in place of the one that runs the tests. */
  readonly node?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A server process and its three streams, without a client library between. */
export class RawServer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stdoutLines: string[] = [];
  stderr = "";

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    this.pid = child.pid ?? 0;
    this.exited = once(child, "close").then(([code, signal]) => ({ code, signal }));
    createInterface({ input: child.stdout }).on("line", (line) => this.stdoutLines.push(line));
    child.stderr.on("data", (chunk) => (this.stderr += String(chunk)));
    // Writing to a server that has gone is part of some tests.
    child.stdin.on("error", () => undefined);
  }

  write(text: string): void {
    this.child.stdin.write(text);
  }

  send(message: object): void {
    this.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  /** Opens in the way of the years before 2026. */
  async initialize(protocolVersion = "2025-11-25"): Promise<any> {
    const params = { protocolVersion, capabilities: {}, clientInfo: CLIENT };
    this.send({ id: "initialize", method: "initialize", params });
    const { result } = await this.answerTo("initialize");
    this.send({ method: "notifications/initialized" });
    return result;
  }

  /** The message that answers the request with this id. */
  async answerTo(id: string | number | null): Promise<any> {
    const find = (): any => this.messages().find((message) => message.id === id && !("method" in message));
    return vi.waitFor(() => find() ?? Promise.reject(new Error(`no answer to ${id}; stderr: ${this.stderr}`)), WAIT);
  }

  messages(): any[] {
    return this.stdoutLines.map((line) => JSON.parse(line) as unknown);
  }

  /** The log lines so far; throws when one is not JSON. */
  logs(): any[] {
    const lines = this.stderr.split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as unknown);
  }
}

/** Starts a server; whatever is left of it when the test ends is killed. */
export function startServer(target: Target, options: StartOptions = {}): RawServer {
  const home = options.home ?? tempFolder();
  const child = spawn(options.node ?? process.execPath, [...target.entry, ...(options.args ?? [])], {
    cwd: options.cwd ?? home,
    env: environment(home, options.env),
  });
  const server = new RawServer(child);
  onTestFinished(async () => {
    for (const pid of [...descendantsOf(server.pid), server.pid]) kill(pid);
    await server.exited;
  });
  return server;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** What every request carries since 2026-07-28. */
export const MODERN_META = {
  [PROTOCOL_VERSION_META_KEY]: "2026-07-28",
  [CLIENT_INFO_META_KEY]: CLIENT,
  [CLIENT_CAPABILITIES_META_KEY]: {},
};
