import { errorCodeOf } from "@quartet/core";
import type { ServeSettings } from "./serve-settings.ts";

/** A failed start in the words of this command: a taken port comes with the command that chooses another. */
export function listenProblem(error: unknown, { port }: Pick<ServeSettings, "port">, env: NodeJS.ProcessEnv): unknown {
  if (!(error instanceof Error) || errorCodeOf(error.cause) !== "EADDRINUSE") return error;
  const command = env["npm_lifecycle_event"] === "start" ? "npm start -- " : "quartet serve ";
  return new Error(`port ${port} is taken. Stop what uses it, or choose another: ${command}--port ${port + 1}`, {
    cause: error,
  });
}
