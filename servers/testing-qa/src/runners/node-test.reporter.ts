// Loaded by `node --test` of the project's Node (20 or newer) in the process that starts the test files.
import { resolve } from "node:path";
import { cwd, env, pid, version } from "node:process";
import { clip, clipTitles, describeError, openReport } from "../report/report-writer.ts";
import { EARLY_EXIT_CODE, RUNNER_PID_VARIABLE } from "./early-exit.ts";

interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly nesting: number;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly message?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: { readonly type?: string; readonly duration_ms?: number; readonly error?: NodeTestError };
  };
}

interface NodeTestError {
  readonly failureType?: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
  readonly cause?: unknown;
}

const report = openReport();
/** Titles of the suites and tests now open, by nesting. */
const open = new Map<string, string[]>();
/** What each file printed last on stderr: the only place where a file that did not load says why. */
const stderrTail = new Map<string, string>();
const STDERR_KEPT = 4_000;
/** Files that seemed to end well, and those that said so themselves: since Node 22 each counts its tests at its end. */
const endedWell = new Set<string>();
const summarised = new Set<string>();
const WHOLE_RUN = "";
/** Files with an error outside their tests, already reported; "" where Node 20 does not say which. */
const strayed = new Set<string>();

env[RUNNER_PID_VARIABLE] = String(pid);

// oxlint-disable-next-line import/no-default-export -- Node takes a reporter from the default export.
export default async function* sealedReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  report.write({ kind: "begin", version });
  for await (const event of events) record(event);
  if (summarised.has(WHOLE_RUN)) [...endedWell].filter((file) => !summarised.has(file)).forEach(reportEarlyExit);
  report.write({ kind: "end", interrupted: false });
  yield "";
}

function record({ type, data }: TestEvent): void {
  // Newer versions name the file of what was printed relative to the folder.
  const file = data.file === undefined ? undefined : resolve(cwd(), data.file);
  if (type === "test:stderr") return keepStderr(file ?? "", data.message ?? "");
  if (type === "test:diagnostic") return recordStray(file, data.message ?? "");
  if (type === "test:interrupted") return report.write({ kind: "end", interrupted: true });
  if (type === "test:summary") summarised.add(file ?? WHOLE_RUN);
  if (file === undefined) return;
  if (isFile(data)) return recordFile(type, data);
  if (type === "test:start") recordStart(data);
  if (data.nesting === 0) recordOutermost(type, file, data.name ?? "");
  if (type === "test:pass" || type === "test:fail") recordResult(type, data);
}

/** Node reports each file as a test too: as a pass when it ran none, as a failure when its process did not end well. */
function isFile({ nesting, name, file, line, column }: TestEvent["data"]): boolean {
  if (name === undefined || file === undefined) return false;
  return nesting === 0 && line === 1 && column === 1 && resolve(cwd(), name) === file;
}

function recordFile(type: string, data: TestEvent["data"]): void {
  const file = data.file ?? "";
  if (type === "test:enqueue") return report.write({ kind: "file", file, complete: false, empty: false });
  if (type === "test:pass") report.write({ kind: "file", file, complete: true, empty: true });
  if (type === "test:complete") {
    report.write({ kind: "file", file, complete: true, empty: false });
    endedWell.add(file);
  }
  if (type === "test:pass" || type === "test:fail") endedWell.delete(file);
  if (type !== "test:fail") return;
  const error = data.details?.error;
  if (error?.failureType === "subtestsFailed") return;
  const printed = stderrTail.get(file) ?? "";
  if (printed === "" && error?.exitCode === 1 && (strayed.has(file) || strayed.delete(""))) return;
  if (error?.exitCode === EARLY_EXIT_CODE) return reportEarlyExit(file);
  report.write({ kind: "problem", ...fileProblem(error, printed), file });
}

function reportEarlyExit(file: string): void {
  const message = "The file's process called exit instead of ending by itself; tests may not have run.";
  report.write({ kind: "problem", cause: "exit", file, error: { message } });
}

/** A rejection or a late throw that no test owns; Node tells of it in a diagnostic only. */
function recordStray(file: string | undefined, message: string): void {
  const [, thrown] =
    /^Error: .* created the error "([^]*)" (?:and would have caused|which triggered)/.exec(message) ?? [];
  if (thrown === undefined) return;
  strayed.add(file ?? "");
  const error = { message: clip(thrown), stack: clip(message) };
  report.write({ kind: "problem", cause: "unhandled", ...(file === undefined ? {} : { file }), error });
}

function fileProblem(error: NodeTestError | undefined, printed: string): object {
  if (error?.signal != null)
    return { cause: "exit", error: { message: `The file's process died of ${error.signal}.` } };
  const thrown = /^(?:Uncaught )?(\w*(?:Error|Exception)\b[^\n]*)/m.exec(printed)?.[1];
  const message = thrown ?? `The file's process ended with exit code ${error?.exitCode ?? "unknown"}.`;
  return { cause: "load", error: { message: clip(message), ...(printed === "" ? {} : { stack: clip(printed) }) } };
}

function recordStart(data: TestEvent["data"]): void {
  const titles = titlesOf(data);
  open.set(data.file ?? "", titles);
}

/** Only of outermost tests is it known at once which one began. */
function recordOutermost(type: string, file: string, name: string): void {
  if (type === "test:dequeue") report.write({ kind: "started", file, titles: clipTitles([name]) });
  if (type === "test:pass" || type === "test:fail") report.write({ kind: "settled", file, titles: clipTitles([name]) });
}

function titlesOf(data: TestEvent["data"]): string[] {
  return [...(open.get(data.file ?? "") ?? []).slice(0, data.nesting), data.name ?? ""];
}

function recordResult(type: string, data: TestEvent["data"]): void {
  const error = data.details?.error;
  const place = { file: data.file, titles: clipTitles(titlesOf(data)) };
  if (data.skip === "test name does not match pattern") return;
  if (type === "test:fail" && error?.failureType === "subtestsFailed") return;
  if (data.details?.type === "suite") return recordSuite(type, data.file ?? "", error);
  report.write({
    kind: "test",
    ...place,
    state: stateOf(type, data),
    ...(data.line === undefined ? {} : { line: data.line }),
    durationMs: data.details?.duration_ms ?? 0,
    errors: type === "test:fail" ? [describeWithDiff(error?.cause ?? error)] : [],
  });
}

function recordSuite(type: string, file: string, error: NodeTestError | undefined): void {
  if (type !== "test:fail") return;
  report.write({ kind: "problem", cause: "hook", file, error: describeError(error?.cause ?? error) });
}

function stateOf(type: string, { todo, skip }: TestEvent["data"]): string {
  // A failing test marked todo does not fail the run.
  if (todo !== undefined && todo !== false) return "todo";
  if (type === "test:fail") return "failed";
  return skip !== undefined && skip !== false ? "skipped" : "passed";
}

/** assert puts the diff into the message, below its first line. */
function describeWithDiff(cause: unknown): object {
  return typeof cause === "object" && cause !== null ? describeError(cause) : { message: clip(String(cause)) };
}

function keepStderr(file: string, text: string): void {
  stderrTail.set(file, ((stderrTail.get(file) ?? "") + text).slice(-STDERR_KEPT));
}
