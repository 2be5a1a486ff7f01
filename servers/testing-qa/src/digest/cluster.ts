import { stripVTControlCharacters } from "node:util";
import type { Report, ReportedError, TestResult } from "../models.ts";
import { shownPath } from "../project/inside.ts";
import { normaliseMessage } from "./normalise.ts";
import { type Frame, projectFrames } from "./stack-frames.ts";
import { numbered, testId } from "./test-id.ts";

/** One failure: a test with its first error, or an error outside any test. */
export interface Failure {
  readonly id: string;
  readonly kind: "test" | "load" | "hook" | "unhandled" | "exit";
  readonly error: ReportedError;
  readonly frames: readonly Frame[];
}

/** Failures that seem to have one cause. */
export interface Cluster {
  readonly failures: readonly [Failure, ...Failure[]];
}

/** All failures of a run, errors outside tests first: they often explain the others. */
export function failuresOf(report: Report, selected: readonly TestResult[], folder: string): Failure[] {
  const problems = report.problems.map(({ cause, file, error }) => ({
    id: file === undefined ? "(outside any file)" : shownPath(folder, file),
    kind: cause,
    ...explained(error, folder),
  }));
  const ids = numbered(selected.map((test) => testId(test, folder)));
  const tests = selected.flatMap((test, index) => {
    const error = test.errors[0] ?? { message: "The test failed without an error." };
    const id = ids[index] ?? "";
    return test.state === "failed"
      ? [{ id, kind: "test" as const, ...explained(error, folder, declaredAt(test)) }]
      : [];
  });
  return [...problems, ...tests];
}

/** Groups failures by kind, type of error, message without its particulars, and the place that threw. */
export function clusterFailures(failures: readonly Failure[]): Cluster[] {
  const groups = new Map<string, [Failure, ...Failure[]]>();
  for (const failure of failures) {
    const key = causeOf(failure);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [failure]);
    else group.push(failure);
  }
  return [...groups.values()].map((group) => ({ failures: group })).toSorted(byWeight);
}

function explained(error: ReportedError, folder: string, fallback?: Frame): Pick<Failure, "error" | "frames"> {
  const frames = projectFrames(stripVTControlCharacters(error.stack ?? ""), folder);
  return { error, frames: frames.length === 0 && fallback !== undefined ? [fallback] : frames };
}

function declaredAt(test: TestResult): Frame | undefined {
  return test.line === undefined ? undefined : { file: test.file, line: test.line };
}

/**
 * Code under test counts with its line. An assertion in a test file counts with the file alone: one broken function
 * fails many assertions, each on a line of its own.
 */
function causeOf({ kind, error, frames }: Failure): string {
  const source = frames.find(({ file }) => !isTestFile(file));
  const place = source === undefined ? (frames[0]?.file ?? "") : `${source.file}:${source.line}`;
  return JSON.stringify([kind, error.name ?? "", normaliseMessage(stripVTControlCharacters(error.message)), place]);
}

function isTestFile(file: string): boolean {
  return /[._-](?:test|spec)\.[cm]?[jt]sx?$|[\\/](?:__tests__|tests?)[\\/]/.test(file);
}

function byWeight(a: Cluster, b: Cluster): number {
  const outside = Number(b.failures[0].kind !== "test") - Number(a.failures[0].kind !== "test");
  return outside === 0 ? b.failures.length - a.failures.length : outside;
}
