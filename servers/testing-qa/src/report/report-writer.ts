// Runs in the tested project's Node, 20 or newer: plain code, built-ins only.
import { createHmac } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** The inherited file that holds the run's secret; the server unlinked it, so that only this descriptor leads to it. */
const SECRET_FD = 3;
const MAX_TEXT = 4_000;
const MAX_TITLE = 2_000;
const MAX_TITLES = 100;

export interface ReportWriter {
  write(event: object): void;
}

/**
 * Opens the run's report. The key never stands in the environment or on the command line, and its descriptor is
 * closed before any test runs: test code can find the report file, and cannot write a line with a valid seal.
 */
export function openReport(): ReportWriter {
  const secret: { path: string; key: string } = JSON.parse(readFileSync(SECRET_FD, "utf8"));
  closeSync(SECRET_FD);
  const fd = openSync(secret.path, "a");
  let sequence = 0;
  return {
    write(event) {
      const text = JSON.stringify({ seq: sequence++, ...event });
      const seal = createHmac("sha256", secret.key).update(text).digest("hex");
      // Synchronous, so that what was written survives whatever happens to this process next.
      writeSync(fd, `${seal} ${text}\n`);
    },
  };
}

/** Keeps the first part of a text, which is where messages and diffs say what matters. */
export function clip(text: string, limit = MAX_TEXT): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}\n… ${text.length - limit} characters cut`;
}

/** Keeps the beginning of each title, which is enough to tell tests apart and to find them by name. */
export function clipTitles(titles: readonly string[]): string[] {
  return titles.slice(0, MAX_TITLES).map((title) => title.slice(0, MAX_TITLE));
}

/** Writes any thrown value as name, message, stack and diff. */
export function describeError(thrown: unknown): object {
  if (typeof thrown !== "object" || thrown === null) return { message: clip(printable(thrown)) };
  const message: unknown = Reflect.get(thrown, "message");
  return {
    ...textField("name", Reflect.get(thrown, "name"), 200),
    message: clip(typeof message === "string" ? message : printable(thrown)),
    ...textField("stack", Reflect.get(thrown, "stack"), MAX_TEXT),
    ...textField("diff", Reflect.get(thrown, "diff"), MAX_TEXT),
  };
}

function textField(key: string, value: unknown, limit: number): object {
  return typeof value === "string" && value !== "" ? { [key]: clip(value, limit) } : {};
}

function printable(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
}
