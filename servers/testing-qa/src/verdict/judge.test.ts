import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ending, Report, TestResult } from "../models.ts";
import { judge, type RunFacts } from "./judge.ts";

const PASSING: TestResult = {
  kind: "test",
  file: "/p/a.test.js",
  titles: ["a"],
  state: "passed",
  durationMs: 1,
  errors: [],
};
const REPORT: Report = {
  began: true,
  ended: true,
  interrupted: false,
  forgedLines: 0,
  tests: [PASSING],
  problems: [],
  finishedFiles: ["/p/a.test.js"],
  emptyFiles: [],
  incompleteFiles: [],
  unfinished: [],
};
const ENDING: Ending = { exitCode: 0, signal: null, durationMs: 10, outputTail: "", leakedProcesses: 0 };

function facts(
  change: { report?: Partial<Report>; ending?: Partial<Ending>; more?: Partial<RunFacts> } = {},
): RunFacts {
  const report = { ...REPORT, ...change.report };
  return {
    report,
    ending: { ...ENDING, ...change.ending },
    selected: report.tests,
    filesWithoutTests: [],
    ...change.more,
  };
}

const failing: TestResult = { ...PASSING, state: "failed", errors: [{ message: "no" }] };
const problem = { kind: "problem", cause: "load", error: { message: "no" } } as const;

describe("judge", () => {
  test("passes a whole report with an executed test and an exit code that agrees", () => {
    expect(judge(facts())).toMatchObject({ verdict: "passed", reasons: [], evidence: { passed: 1 } });
  });

  test.each([
    ["tampered", "a line was forged", { report: { forgedLines: 1 } }],
    [
      "tampered",
      "a line was forged in a run that also timed out",
      { report: { forgedLines: 1 }, ending: { stoppedFor: "deadline" } },
    ],
    [
      "timed_out",
      "the deadline stopped it",
      { report: { ended: false }, ending: { stoppedFor: "deadline", exitCode: null } },
    ],
    ["timed_out", "the deadline stopped it after the report", { ending: { stoppedFor: "deadline" } }],
    ["aborted", "it was cancelled", { ending: { stoppedFor: "cancelled" } }],
    ["aborted", "it printed without end", { ending: { stoppedFor: "output" } }],
    ["aborted", "the report has no end", { report: { ended: false } }],
    ["aborted", "the runner says it was interrupted", { report: { interrupted: true } }],
    ["aborted", "the process was killed after the report", { ending: { exitCode: null, signal: "SIGKILL" } }],
    ["aborted", "a file did not run to the end", { report: { incompleteFiles: ["/p/b.test.js"] } }],
    ["aborted", "a test began and did not end", { report: { unfinished: [{ file: "/p/a.test.js", titles: ["b"] }] } }],
    [
      "unknown",
      "there is no report though the exit code is 0",
      { report: { ...REPORT, began: false, ended: false, tests: [] } },
    ],
    [
      "unknown",
      "there is no report and the exit code is 1",
      { report: { began: false, ended: false, tests: [] }, ending: { exitCode: 1 } },
    ],
    ["failed", "a test failed", { report: { tests: [PASSING, failing] }, ending: { exitCode: 1 } }],
    ["failed", "a test failed though the exit code is 0", { report: { tests: [PASSING, failing] } }],
    ["failed", "a file did not load", { report: { problems: [problem] } }],
    ["failed", "an error was outside any test", { report: { problems: [{ ...problem, cause: "unhandled" }] } }],
    ["failed", "the exit code is 1 though no test failed", { ending: { exitCode: 1 } }],
    ["no_tests", "the report is empty", { report: { tests: [] } }],
    ["no_tests", "the report is empty and the exit code is 1", { report: { tests: [] }, ending: { exitCode: 1 } }],
    [
      "no_tests",
      "every test is skipped or todo",
      {
        report: {
          tests: [
            { ...PASSING, state: "skipped" },
            { ...PASSING, state: "todo" },
          ],
        },
      },
    ],
    ["no_tests", "a requested file ran no test", { more: { filesWithoutTests: ["/p/b.test.js"] } }],
  ] as const)("says %s when %s", (verdict, _when, change) => {
    const judgement = judge(facts(change));
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.reasons.length).toBeGreaterThan(0);
  });

  const state = fc.constantFrom<TestResult["state"]>("passed", "failed", "skipped", "todo");
  const anyFacts: fc.Arbitrary<RunFacts> = fc
    .record({
      report: fc.record({
        began: fc.boolean(),
        ended: fc.boolean(),
        interrupted: fc.boolean(),
        forgedLines: fc.nat(2),
        tests: fc.array(state, { maxLength: 4 }).map((states) => states.map((each) => ({ ...PASSING, state: each }))),
        problems: fc.array(fc.constant(problem), { maxLength: 1 }),
        finishedFiles: fc.constant([]),
        emptyFiles: fc.constant([]),
        incompleteFiles: fc.array(fc.constant("/p/b.test.js"), { maxLength: 1 }),
        unfinished: fc.array(fc.constant({ file: "/p/a.test.js", titles: ["b"] }), { maxLength: 1 }),
      }),
      ending: fc.record({
        exitCode: fc.constantFrom(0, 1, 137, null),
        signal: fc.constantFrom(null, "SIGKILL"),
        stoppedFor: fc.constantFrom(undefined, "deadline" as const, "cancelled" as const, "output" as const),
        durationMs: fc.nat(),
        outputTail: fc.string(),
        leakedProcesses: fc.nat(2),
      }),
      filesWithoutTests: fc.array(fc.constant("/p/b.test.js"), { maxLength: 1 }),
    })
    .map((made) => ({ ...made, selected: made.report.tests }));

  test("passes nothing but full positive evidence, and all of that", () => {
    fc.assert(
      fc.property(anyFacts, (made) => {
        const { report, ending, filesWithoutTests } = made;
        const clean =
          report.began &&
          report.ended &&
          !report.interrupted &&
          report.forgedLines === 0 &&
          report.problems.length +
            report.incompleteFiles.length +
            report.unfinished.length +
            filesWithoutTests.length ===
            0 &&
          report.tests.some((each) => each.state === "passed") &&
          report.tests.every((each) => each.state !== "failed") &&
          ending.exitCode === 0 &&
          ending.stoppedFor === undefined;
        expect(judge(made).verdict === "passed").toBe(clean);
      }),
      { numRuns: 5_000 },
    );
  });

  test("gives a reason for every verdict but passed", () => {
    fc.assert(
      fc.property(anyFacts, (made) => {
        const { verdict, reasons } = judge(made);
        expect(reasons.length > 0).toBe(verdict !== "passed");
      }),
    );
  });
});
