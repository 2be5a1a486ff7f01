import type { CommonSettings } from "./common-settings.ts";
import { ContextHolder } from "./context-holder.ts";
import { ToolError, toError } from "./errors.ts";
import { Slots } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { createMeasure, type Measure } from "./operation-metrics.ts";
import { loadPlugins } from "./plugins.ts";
import type { CheckResult, ServerDefinition } from "./server.ts";
import type { Surroundings } from "./surroundings.ts";
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
  readonly surroundings: Surroundings;
}

/** Opens nothing slow: connections, stores and children come with the first call. */
export async function openInstance(definition: ServerDefinition, options: InstanceOptions): Promise<Instance> {
  const { config, log, metrics } = options;
  const plugins = await loadPlugins(config, definition.tools);
  const stop = new AbortController();
  const holder = new ContextHolder(definition, options);
  const context = (): Promise<unknown> => {
    stop.signal.throwIfAborted();
    return holder.get();
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
      await holder.close();
    },
  };
}

async function check(definition: ServerDefinition, context: () => Promise<unknown>): Promise<readonly CheckResult[]> {
  try {
    return (await definition.check?.(await context())) ?? [];
  } catch (thrown) {
    const hint = thrown instanceof ToolError ? thrown.hint : undefined;
    return [{ name: "start", ok: false, detail: toError(thrown).message, ...(hint !== undefined && { hint }) }];
  }
}
