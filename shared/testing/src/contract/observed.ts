import type { ServerDefinition } from "@quartet/core";

/** One run of a tool as seen from inside the server. */
export interface ObservedRun {
  readonly tool: string;
  readonly signal: AbortSignal;
  /** Settles when the tool's own work has ended, however it ended. */
  readonly ended: Promise<void>;
}

export interface Observed {
  readonly definition: ServerDefinition;
  /** The next run that starts. */
  readonly next: () => Promise<ObservedRun>;
}

/** The same server with its tools watched, so that a test can wait for a call to begin and for its work to end. */
export function observe(definition: ServerDefinition): Observed {
  let waiting: ((run: ObservedRun) => void)[] = [];
  const tools = definition.tools.map((tool) => ({
    ...tool,
    run(...[args, call]: Parameters<typeof tool.run>) {
      const result = tool.run(args, call);
      const ended = result.then(
        () => undefined,
        () => undefined,
      );
      for (const resolve of waiting) resolve({ tool: tool.name, signal: call.signal, ended });
      waiting = [];
      return result;
    },
  }));
  return {
    definition: { ...definition, tools },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
