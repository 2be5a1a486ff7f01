import { mkdir } from "node:fs/promises";
import type { CommonSettings } from "./common-settings.ts";
import { ToolError, toError } from "./errors.ts";
import { Slots } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { createMeasure, type Measure } from "./operation-metrics.ts";
import { loadPlugins } from "./plugins.ts";
import type { CheckResult, ServerDefinition } from "./server.ts";
import type { Tool } from "./tool.ts";
import { selectTools } from "./tool-selection.ts";

/** A server in this process: its definition with settings applied, shared by every connection. */
export interface Instance {
  readonly definition: ServerDefinition;
  readonly config: CommonSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The tools on offer, in display order. */
  readonly tools: readonly Tool[];
  readonly slots: Slots;
  readonly measure: Measure;
  /** Aborts when the process ends. */
  readonly signal: AbortSignal;
  /** Builds the context at the first call and gives the same one afterwards; a failed build is tried again. */
  context(): Promise<unknown>;
  check(): Promise<readonly CheckResult[]>;
  close(): Promise<void>;
}

export interface InstanceOptions {
  readonly config: CommonSettings;
  readonly home: string;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Opens nothing slow: connections, stores and children come with the first call. */
export async function openInstance(definition: ServerDefinition, options: InstanceOptions): Promise<Instance> {
  const { config, home, log, metrics } = options;
  const plugins = await loadPlugins(config.plugins, definition.tools);
  const stop = new AbortController();
  const closers: (() => Promise<void> | void)[] = [];
  const onClose = (close: () => Promise<void> | void): void => void closers.push(close);
  let built: Promise<unknown> | undefined;

  const context = (): Promise<unknown> => {
    stop.signal.throwIfAborted();
    built ??= build().catch((error: unknown) => {
      built = undefined;
      throw error;
    });
    return built;
  };
  const build = async (): Promise<unknown> => {
    await makeHome(home);
    return definition.context({ config, home, log, metrics, onClose });
  };

  return {
    definition,
    config,
    log,
    metrics,
    tools: selectTools([...definition.tools, ...plugins], config),
    slots: new Slots(config.maxConcurrentCalls),
    measure: createMeasure(metrics, definition.name),
    signal: stop.signal,
    context,
    check: () => check(definition, context),
    async close() {
      stop.abort(new ToolError("unavailable", "The server is shutting down."));
      // A context still being built may yet register work for the end.
      await built?.catch(() => undefined);
      for (const close of closers.splice(0).toReversed()) {
        try {
          await close();
        } catch (error) {
          log.warn({ err: toError(error) }, "closing failed");
        }
      }
    },
  };
}

async function makeHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ToolError("unavailable", `The folder ${home} cannot be created.`, {
      hint: "Set QUARTET_HOME to a folder that this user may write to.",
      cause,
    });
  }
}

async function check(definition: ServerDefinition, context: () => Promise<unknown>): Promise<readonly CheckResult[]> {
  try {
    return (await definition.check?.(await context())) ?? [];
  } catch (thrown) {
    const hint = thrown instanceof ToolError ? thrown.hint : undefined;
    return [{ name: "start", ok: false, detail: toError(thrown).message, ...(hint !== undefined && { hint }) }];
  }
}
