import { ToolError, toError } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";
import type { InstanceOptions } from "./instance.ts";
import type { ServerDefinition } from "./server.ts";

type Work = () => Promise<void> | void;

/** Builds the context of a server when it is first needed, and ends what it opened. */
export class ContextHolder {
  readonly #definition: ServerDefinition;
  readonly #options: InstanceOptions;
  readonly #closers: Work[] = [];
  #built: Promise<unknown> | undefined;

  constructor(definition: ServerDefinition, options: InstanceOptions) {
    this.#definition = definition;
    this.#options = options;
  }

  /** The same context for every caller; a build that failed is tried again. */
  get(): Promise<unknown> {
    this.#built ??= this.#build().catch(async (error: unknown) => {
      await this.#closeAll();
      this.#built = undefined;
      throw error;
    });
    return this.#built;
  }

  async close(): Promise<void> {
    // A context still being built may yet register work for the end.
    await this.#built?.catch(() => undefined);
    await this.#closeAll();
  }

  async #build(): Promise<unknown> {
    const { metrics, home } = this.#options;
    await makeHome(home);
    // Held back until the context stands: a build that is tried again must not collect twice.
    const scrapes: Work[] = [];
    const context = await this.#definition.context({
      ...this.#options,
      metrics: { ...metrics, onScrape: (collect) => void scrapes.push(collect) },
      onClose: (close) => void this.#closers.push(close),
    });
    for (const collect of scrapes) metrics.onScrape(collect);
    return context;
  }

  async #closeAll(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) {
      try {
        await close();
      } catch (error) {
        this.#options.log.warn({ err: toError(error) }, "closing failed");
      }
    }
  }
}

async function makeHome(home: string): Promise<void> {
  try {
    await makeFolder(home);
  } catch (cause) {
    throw new ToolError("unavailable", `The folder ${home} cannot be created.`, {
      hint: "Set QUARTET_HOME to a folder that this user may write to.",
      cause,
    });
  }
}
