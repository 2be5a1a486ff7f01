import * as z from "zod";
import { cleanText } from "../digest/clean-text.ts";
import { clusterFailures, failuresOf } from "../digest/cluster.ts";
import { digest, failureCluster } from "../digest/digest.ts";
import { testId } from "../digest/test-id.ts";
import { readDeclared } from "../listing/declared-names.ts";
import { similarNames } from "../listing/similar-names.ts";
import { RUNNER_NAMES, type Selection, VERDICTS } from "../models.ts";
import { shownPath } from "../project/inside.ts";
import { fullName, nameMatcher } from "../runners/name-filter.ts";
import type { Detected, Project, Runner } from "../runners/runner.ts";
import { type Judgement, judge } from "../verdict/judge.ts";
import { nextStep } from "../verdict/next-step.ts";
import type { RunOutcome } from "./test-runs.ts";

/** What run_tests answers. */
export const runAnswer = z.object({
  verdict: z.enum(VERDICTS),
  summary: z.string(),
  reasons: z.array(z.string()),
  evidence: z.object({
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    todo: z.int(),
    flaky: z.int(),
    unfinished: z.int(),
    problems: z.int(),
    exitCode: z.int().nullable(),
  }),
  durationMs: z.int(),
  project: z.string(),
  runner: z.enum(RUNNER_NAMES),
  runnerVersion: z.string().optional(),
  nodeVersion: z.string(),
  failures: z.array(failureCluster),
  moreCauses: z.int().optional().describe("Causes left out to keep the answer short"),
  unfinished: z.array(z.string()).optional().describe("Tests, or files, that began and did not end"),
  filesWithoutTests: z.array(z.string()).optional(),
  similarNames: z.array(z.string()).optional(),
  output: z.string().optional().describe("End of what the runner printed"),
  leakedProcesses: z.int().optional().describe("Processes that outlived the run and were killed"),
  nextStep: z.string(),
});
export type RunAnswer = z.output<typeof runAnswer>;

export interface FinishedRun {
  readonly project: Project;
  readonly runner: Runner;
  readonly selection: Selection;
  readonly outcome: RunOutcome;
}

const MAX_LISTED = 10;
/** Of a name that is offered; longer ones are cut for the search too. */
const MAX_NAME = 400;
const MAX_PATH = 300;
const MAX_OUTPUT = 2_000;
/** Below this an answer has no room for long lists and output. */
const SMALL_BYTES = 12_000;
/** What of an answer the causes may take. */
const DIGEST_SHARE = 0.5;

/** Turns a finished run into the answer a caller reads. */
export async function describeRun(
  run: FinishedRun,
  shown: { readonly project: string; readonly detected: Detected },
  maxBytes: number,
): Promise<RunAnswer> {
  const { outcome, project, runner } = run;
  const { report, ending } = outcome;
  const selected = selectedTests(run);
  const filesWithoutTests = idleRequests(run);
  const judgement = judge({ report, ending, selected, filesWithoutTests });
  const clusters = clusterFailures(failuresOf(report, selected, project.folder));
  const { clusters: failures, omitted } = await digest(clusters, project.folder, maxBytes * DIGEST_SHARE);
  return {
    verdict: judgement.verdict,
    summary: summaryOf(judgement, clusters.length, ending.durationMs),
    reasons: [...judgement.reasons],
    evidence: judgement.evidence,
    durationMs: Math.round(ending.durationMs),
    project: shown.project,
    runner: runner.name,
    ...(shown.detected.version === undefined ? {} : { runnerVersion: shown.detected.version }),
    nodeVersion: project.node.version,
    failures,
    ...(omitted > 0 ? { moreCauses: omitted } : {}),
    ...(await details(run, { judgement, filesWithoutTests, small: maxBytes < SMALL_BYTES })),
    ...(ending.leakedProcesses > 0 ? { leakedProcesses: ending.leakedProcesses } : {}),
    nextStep: nextStep(judgement, run.selection),
  };
}

/**
 * A name filter leaves other tests in the report, skipped, or run where the runner compares less than the full name;
 * only those it means prove anything. A failure is never left out.
 */
function selectedTests({ outcome, selection }: FinishedRun): RunOutcome["report"]["tests"] {
  const matches = nameMatcher(selection.name);
  return outcome.report.tests.filter(({ state, titles }) => state === "failed" || matches(titles));
}

/** Requested files that the runner did not take up at all, or found no test in where no name says which it means. */
function idleRequests({ outcome, selection }: FinishedRun): string[] {
  const { finishedFiles, emptyFiles } = outcome.report;
  const ran = new Set(selection.name === undefined ? finishedFiles : [...finishedFiles, ...emptyFiles]);
  return selection.files.filter((file) => !ran.has(file));
}

function summaryOf({ verdict, evidence }: Judgement, causes: number, durationMs: number): string {
  const { passed, failed, skipped, todo } = evidence;
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped + todo > 0 ? [`${skipped + todo} not run`] : [])];
  const why = causes > 0 ? `, ${causes} cause${causes === 1 ? "" : "s"}` : "";
  return `${verdict}: ${counts.join(", ")}${why}, in ${(durationMs / 1_000).toFixed(1)} s`;
}

interface DetailOptions {
  readonly judgement: Judgement;
  readonly filesWithoutTests: readonly string[];
  readonly small: boolean;
}

/** What only some verdicts need. */
async function details(run: FinishedRun, options: DetailOptions): Promise<Partial<RunAnswer>> {
  const { project, outcome, selection } = run;
  const { verdict } = options.judgement;
  const items = options.small ? 1 : MAX_LISTED;
  const unexplained = verdict === "unknown" || verdict === "aborted" || verdict === "timed_out";
  const names = verdict === "no_tests" && selection.name !== undefined ? await namesLike(run, selection.name) : [];
  const output = cleanText(outcome.ending.outputTail).trim();
  return {
    ...list("unfinished", unfinishedOf(run).slice(0, items)),
    ...list(
      "filesWithoutTests",
      options.filesWithoutTests.slice(0, items).map((file) => shownPath(project.folder, file).slice(0, MAX_PATH)),
    ),
    ...list("similarNames", names.slice(0, items)),
    ...(unexplained && output !== "" ? { output: output.slice(options.small ? -200 : -MAX_OUTPUT) } : {}),
  };
}

function list(key: string, items: readonly string[]): Record<string, readonly string[]> {
  return items.length > 0 ? { [key]: items } : {};
}

/** The tests that hang, or where the runner did not tell in time, their files. */
function unfinishedOf({ outcome, project }: FinishedRun): string[] {
  const { unfinished, incompleteFiles } = outcome.report;
  const named = new Set(unfinished.map(({ file }) => file));
  const files = incompleteFiles
    .filter((file) => !named.has(file))
    .map((file) => shownPath(project.folder, file).slice(0, MAX_PATH));
  return [...unfinished.map((place) => testId(place, project.folder)), ...files];
}

async function namesLike({ project, runner }: FinishedRun, name: string): Promise<string[]> {
  const { files } = await readDeclared(project, runner);
  const known = files.flatMap(({ tests }) => (tests ?? []).map(({ titles }) => cleanText(fullName(titles), MAX_NAME)));
  return similarNames(name, known, 5).map((text) => text.slice(0, 200));
}
