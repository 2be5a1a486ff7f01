import { type Surroundings, toError } from "@quartet/core";
import {
  createLogger,
  type Instance,
  type Metrics,
  openInstance,
  readSettings,
  SettingsError,
} from "@quartet/core/host";
import type { LoadServer } from "./catalog.ts";

/** A server in this process, or why it could not be opened. */
export type Hosted =
  | { readonly name: string; readonly path: string; readonly instance: Instance }
  | { readonly name: string; readonly path: string; readonly problem: string };

export interface HostedOptions {
  readonly surroundings: Surroundings;
  readonly home: string;
  readonly metrics: Metrics;
  readonly logLevel: Parameters<typeof createLogger>[1];
  readonly writeLog: (line: string) => void;
}

/** Opens one server with the settings of its own variables; a failure is a finding, not an end for the others. */
export async function openHosted(name: string, load: LoadServer, options: HostedOptions): Promise<Hosted> {
  const { surroundings, home, metrics, logLevel, writeLog } = options;
  const path = `/${name}`;
  try {
    const { server } = await load();
    const config = readSettings(server, { argv: [], env: surroundings.env });
    const log = createLogger(`quartet-${name}`, logLevel, writeLog);
    return { name, path, instance: await openInstance(server, { config, home, log, metrics, surroundings }) };
  } catch (error) {
    return { name, path, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SettingsError) return `Invalid settings: ${error.problems.join("; ")}`;
  return `Cannot be loaded: ${toError(error).message}`;
}
