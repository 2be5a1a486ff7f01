import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import * as z from "zod";
import { type CommonSettings, commonSettings } from "./common-settings.ts";
import { ToolError, toError } from "./errors.ts";
import { type Instance, openInstance } from "./instance.ts";
import { createLogger } from "./logger.ts";
import { noopMetrics } from "./noop-metrics.ts";
import { ownStdout } from "./own-stdout.ts";
import { protocolFactory } from "./protocol.ts";
import type { CheckResult, ServerDefinition } from "./server.ts";
import { loadConfig, settingName } from "./settings.ts";
import { readAddress, requireToken } from "./http-address.ts";
import { envPrefix } from "./setting-names.ts";
import { onEnd } from "./shutdown.ts";
import { surroundingsOf } from "./surroundings.ts";
import { type StdioOptions, StdioTransport } from "./stdio-transport.ts";

/** A request line beyond this is answered with an error and skipped. */
const MAX_LINE_BYTES = 10 * 1024 * 1024;

/** Flags that say what to do instead of serving. */
const ACTIONS = ["help", "version", "check"] as const;

/** Runs one server in this process until it is told to end: over stdio, or over HTTP with `--http`. */
export async function serve(definition: ServerDefinition, process: NodeJS.Process): Promise<void> {
  const argv = process.argv.slice(2);
  const action = ACTIONS.find((name) => argv.includes(`--${name}`));
  // A reader such as `head` may leave before everything is written.
  process.stdout.on("error", () => undefined);
  try {
    if (action === "version") process.stdout.write(`${definition.version}\n`);
    else if (action === "help") process.stdout.write((await import("./usage.ts")).usage(definition));
    else await run(definition, process, action === "check");
  } catch (error) {
    // Not left to the empty event loop: a plugin that failed may have timers or handles of its own.
    process.stderr.write(`quartet-${definition.name}: ${startFailure(error)}\n`, () => process.exit(1));
  }
}

function startFailure(error: unknown): string {
  const { message } = toError(error);
  return error instanceof ToolError && error.hint !== undefined ? `${message} ${error.hint}` : message;
}

async function run(definition: ServerDefinition, process: NodeJS.Process, checkOnly: boolean): Promise<void> {
  const config = readSettings(definition, process);
  const log = createLogger(`quartet-${definition.name}`, config.logLevel, (line) => void process.stderr.write(line));
  const address = config.http === undefined ? undefined : readAddress(config.http);
  if (address !== undefined) requireToken(address, config.token, settingName(config, "http"));
  const options = { config, home: homeOf(process.env), log, surroundings: surroundingsOf(process) };
  if (checkOnly) {
    await reportChecks(await openInstance(definition, { ...options, metrics: noopMetrics }), process);
  } else if (address === undefined) {
    // Before plugins are loaded, which may print.
    const output = ownStdout(process);
    runStdio(await openInstance(definition, { ...options, metrics: noopMetrics }), process, output);
  } else {
    const { runHttp } = await import("./run-http.ts");
    await runHttp(definition, { ...options, address }, process);
  }
}

/** All settings of one server: its own and the common ones. */
export function settingsSchema({ config }: ServerDefinition): typeof commonSettings {
  // The server's own keys are read through its typed context; here only the common ones have types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return z.object({ ...config.shape, ...commonSettings.shape }) as typeof commonSettings;
}

/** Settings of one server from this process's flags and environment. */
export function readSettings(
  definition: ServerDefinition,
  process: Pick<NodeJS.Process, "argv" | "env">,
): CommonSettings {
  return loadConfig(settingsSchema(definition), {
    prefix: envPrefix(definition.name),
    env: process.env,
    argv: process.argv.slice(2),
    actions: ACTIONS,
  });
}

/** Where all of a user's servers keep what they keep. */
export function homeOf(env: NodeJS.ProcessEnv): string {
  const written = env["QUARTET_HOME"] || "~/.quartet";
  // Clients start servers without a shell that would expand it, and each in a folder of its own.
  return resolve(/^~(?=[/\\]|$)/.test(written) ? join(homedir(), written.slice(1)) : written);
}

function runStdio(instance: Instance, process: NodeJS.Process, output: StdioOptions["output"]): void {
  const end = onEnd(process, instance.log, () => instance.close());
  const transport = new StdioTransport({
    input: process.stdin,
    output,
    maxLineBytes: MAX_LINE_BYTES,
    onEnd: () => end("input ended"),
  });
  const onerror = (error: Error): void => instance.log.debug({ err: error }, "protocol error");
  serveStdio(protocolFactory(instance), { transport, onerror });
}

async function reportChecks(instance: Instance, process: NodeJS.Process): Promise<void> {
  const results = await instance.check();
  const { config, tools } = instance;
  const plugins = config.plugins.length > 0 ? `, plugins: ${config.plugins.join(", ")}` : "";
  const settings: CheckResult = {
    name: "settings",
    ok: true,
    detail: `valid; tools on offer: ${tools.length}${plugins}`,
  };
  for (const { name, ok, detail, hint } of [settings, ...results]) {
    process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}: ${detail}${hint === undefined ? "" : `\n     ${hint}`}\n`);
  }
  await instance.close();
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}
