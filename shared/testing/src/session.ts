import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Client } from "@modelcontextprotocol/client";
import { InMemoryTransport } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { ServerDefinition } from "@quartet/core";
import {
  createLogger,
  type Instance,
  loadConfig,
  noopMetrics,
  openInstance,
  protocolFactory,
  settingsSchema,
  surroundingsOf,
} from "@quartet/core/host";

/** The two ways a client opens: by the `initialize` handshake of 2024 and 2025, or per request as since 2026-07-28. */
export const ERAS = { legacy: { mode: "legacy" }, modern: { mode: { pin: "2026-07-28" } } } as const;
export type Era = keyof typeof ERAS;

/** What an error result says, taken apart. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface SessionOptions {
  /** Settings by key, over the defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Folder for what the server keeps; without it a temporary one that `close` removes. */
  readonly home?: string;
  readonly era?: Era;
}

/** A real client connected in memory to a real server. */
export interface Session {
  readonly client: Client;
  readonly instance: Instance;
  readonly home: string;
  /** Structured content of a successful call; throws when the call failed. */
  call(name: string, args?: Record<string, unknown>): Promise<any>;
  /** The failure of a call; throws when the call succeeded. */
  fail(name: string, args?: Record<string, unknown>): Promise<Failure>;
  close(): Promise<void>;
}

/** Connects a client to `definition` in memory, over the same code that serves stdio and HTTP. */
export async function connect(definition: ServerDefinition, options: SessionOptions = {}): Promise<Session> {
  const ownHome = options.home === undefined ? await mkdtemp(join(tmpdir(), "quartet-test-")) : undefined;
  const home = options.home ?? ownHome ?? "";
  const config = loadConfig(settingsSchema(definition), {
    prefix: "TEST",
    env: {},
    argv: [],
    values: options.config ?? {},
  });
  const log = createLogger(definition.name, "silent", () => undefined);
  const instance = await openInstance(definition, {
    config,
    home,
    log,
    metrics: noopMetrics,
    surroundings: surroundingsOf(process),
  });
  const [serverSide, clientSide] = InMemoryTransport.createLinkedPair();
  serveStdio(protocolFactory(instance), { transport: serverSide });
  const client = new Client(
    { name: "quartet-testing", version: "1.0.0" },
    { versionNegotiation: ERAS[options.era ?? "legacy"] },
  );
  await client.connect(clientSide);
  return {
    client,
    instance,
    home,
    call: (name, args) => callTool(client, name, args),
    fail: (name, args) => failTool(client, name, args),
    async close() {
      await client.close();
      await instance.close();
      if (ownHome !== undefined) await rm(ownHome, { recursive: true, force: true });
    },
  };
}

async function callTool(client: Client, name: string, args: Record<string, unknown> = {}): Promise<any> {
  const result = await client.callTool({ name, arguments: args });
  if (result.isError === true) throw new Error(`${name} failed: ${textOf(result)}`);
  return result.structuredContent;
}

async function failTool(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Failure> {
  const result = await client.callTool({ name, arguments: args });
  if (result.isError !== true) throw new Error(`${name} succeeded: ${textOf(result)}`);
  return failureOf(result);
}

/** Takes an error result apart. */
export function failureOf(result: { content?: readonly unknown[] }): Failure {
  const [, code = "", rest = ""] = /^(\w+): ([\s\S]*)$/.exec(textOf(result)) ?? [];
  const lines = rest.split("\n");
  const hint = lines.length > 1 ? (lines.pop() ?? "") : "";
  return { code, message: lines.join("\n"), hint };
}

/** The first text block of a result. */
export function textOf(result: { content?: readonly unknown[] }): string {
  const [first] = (result.content ?? []) as { text?: string }[];
  return first?.text ?? "";
}
