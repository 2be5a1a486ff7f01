import type { Ending, Report, TestResult, Verdict } from "../models.ts";

/** What a verdict rests on, in numbers. */
export interface Evidence {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
  /** Passed only after a retry. */
  readonly flaky: number;
  /** Started, and no result. */
  readonly unfinished: number;
  /** Errors outside any test: files that do not load, hooks, unhandled rejections, early exits. */
  readonly problems: number;
  readonly exitCode: number | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Why, most important first; in our own words, without text from the run. */
  readonly reasons: readonly string[];
  readonly evidence: Evidence;
}

/** Everything that is known when a run is over. */
export interface RunFacts {
  readonly report: Report;
  readonly ending: Ending;
  /** The tests of the report that the caller asked for. */
  readonly selected: readonly TestResult[];
  /** Requested files in which no test was found, when no name narrowed the search. */
  readonly filesWithoutTests: readonly string[];
}

/**
 * Judges a run. The checks stand from the most to the least doubtful outcome, and `passed` is what remains when each
 * of them found nothing: a whole, sealed report with an executed test, nothing wrong in it, and an exit code that agrees.
 */
export function judge(facts: RunFacts): Judgement {
  const evidence = count(facts);
  const findings = [...doubts(facts), ...failures(facts, evidence), ...absences(facts, evidence)];
  const [worst] = findings;
  if (worst === undefined) return { verdict: "passed", reasons: [], evidence };
  return { verdict: worst.verdict, reasons: findings.map(({ reason }) => reason), evidence };
}

interface Finding {
  readonly verdict: Exclude<Verdict, "passed">;
  readonly reason: string;
}

function doubts({ report, ending }: RunFacts): Finding[] {
  const findings: Finding[] = [];
  if (report.forgedLines > 0) {
    findings.push({
      verdict: "tampered",
      reason: `${counted(report.forgedLines, "line")} of the report did not come from the reporter.`,
    });
  }
  const stop = stopFinding(ending);
  if (stop !== undefined) findings.push(stop);
  if (!report.began) {
    findings.push({ verdict: "unknown", reason: `The runner ended (${endingText(ending)}) without a report.` });
  } else if (!report.ended || report.interrupted) {
    findings.push({
      verdict: "aborted",
      reason: `The run broke off (${endingText(ending)}) before its report was whole.`,
    });
  } else if (ending.exitCode === null) {
    findings.push({
      verdict: "aborted",
      reason: `The runner's process was ended from outside (${endingText(ending)}).`,
    });
  }
  if (report.ended && report.incompleteFiles.length > 0) {
    findings.push({
      verdict: "aborted",
      reason: `${counted(report.incompleteFiles.length, "file")} did not run to the end.`,
    });
  }
  return findings;
}

function stopFinding({ stoppedFor, durationMs }: Ending): Finding | undefined {
  if (stoppedFor === undefined) return undefined;
  if (stoppedFor === "deadline") {
    return { verdict: "timed_out", reason: `The run was stopped at its deadline, after ${Math.round(durationMs)} ms.` };
  }
  const reason = stoppedFor === "cancelled" ? "The run was cancelled." : "The run was stopped: it printed without end.";
  return { verdict: "aborted", reason };
}

function failures({ report, ending }: RunFacts, evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  const fail = (reason: string): void => void findings.push({ verdict: "failed", reason });
  const loads = report.problems.filter(({ cause }) => cause === "load").length;
  if (evidence.failed > 0) fail(`${counted(evidence.failed, "test")} failed.`);
  if (loads > 0) fail(`${counted(loads, "file")} could not be loaded or did not end well.`);
  if (evidence.problems > loads) fail(`${counted(evidence.problems - loads, "error")} outside any test.`);
  // Where no test ran, nothing could fail, and that is what must be said.
  const exitedBad = ending.exitCode !== null && ending.exitCode !== 0;
  if (report.ended && findings.length === 0 && evidence.passed > 0 && exitedBad) {
    fail(`The runner ended with exit code ${ending.exitCode} though no test failed.`);
  }
  if (ending.exitCode === 0 && evidence.failed > 0) fail("The exit code was 0 all the same.");
  return findings;
}

function absences({ report, filesWithoutTests }: RunFacts, evidence: Evidence): Finding[] {
  if (!report.ended) return [];
  const findings: Finding[] = [];
  const none = (reason: string): void => void findings.push({ verdict: "no_tests", reason });
  const notRun = evidence.skipped + evidence.todo;
  if (evidence.unfinished > 0) {
    findings.push({
      verdict: "aborted",
      reason: `${counted(evidence.unfinished, "test")} started and never finished.`,
    });
  }
  if (evidence.passed + evidence.failed === 0) {
    none(
      notRun > 0
        ? `Not one of ${counted(notRun, "selected test")} ran: skipped or todo.`
        : "No test was selected, so none ran.",
    );
  } else if (filesWithoutTests.length > 0) {
    none(`${counted(filesWithoutTests.length, "requested file")} ran no test.`);
  }
  return findings;
}

function count({ selected, report, ending }: RunFacts): Evidence {
  const of = (state: TestResult["state"]): number => selected.filter((test) => test.state === state).length;
  return {
    passed: of("passed"),
    failed: of("failed"),
    skipped: of("skipped"),
    todo: of("todo"),
    flaky: selected.filter((test) => test.flaky === true).length,
    unfinished: report.unfinished.length,
    problems: report.problems.length,
    exitCode: ending.exitCode,
  };
}

function endingText({ exitCode, signal }: Ending): string {
  return signal === null ? `exit code ${exitCode ?? "unknown"}` : `signal ${signal}`;
}

function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
