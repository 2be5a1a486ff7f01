import { toError } from "./errors.ts";
import type { Logger } from "./logger.ts";

/** Bound on everything a server does at its end. */
const END_WITHIN_MS = 2_000;
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Ends the process once, whatever asks for it first: a signal, a closed input, an uncaught error or the returned
 * function. `close` stops the work; the process is gone within two seconds even when it hangs.
 */
export function onEnd(process: NodeJS.Process, log: Logger, close: () => Promise<void>): (reason: string) => void {
  let ending = false;
  const end = (reason: string, exitCode = 0): void => {
    if (ending) return;
    ending = true;
    log.debug({ reason }, "ending");
    setTimeout(() => process.exit(exitCode), END_WITHIN_MS - 200).unref();
    close()
      .catch((error: unknown) => log.error({ err: toError(error) }, "ending failed"))
      .finally(() => process.exit(exitCode));
  };
  for (const signal of SIGNALS) process.on(signal, () => end(signal));
  // stderr may be closed by the client before we end; that must not raise.
  process.stderr.on("error", () => undefined);
  process.on("uncaughtException", (error) => {
    log.error({ err: error }, "uncaught error");
    end("uncaught error", 1);
  });
  return end;
}
