import { type DestinationStream, pino } from "pino";
import { redactJson } from "./redact.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Write = (fields: object | string, message?: string) => void;

/** Structured logging: one JSON line per event, fields first, then a short sentence. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** Writes one redacted JSON line per event to `write`; the caller passes stderr, since stdout belongs to the protocol. */
export function createLogger(name: string, level: LogLevel, write: (line: string) => void): Logger {
  const destination: DestinationStream = { write: (line) => write(`${redactJson(line)}\n`) };
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
