import * as z from "zod";

export const RUNNER_NAMES = ["vitest", "node-test"] as const;
export type RunnerName = (typeof RUNNER_NAMES)[number];

/** `passed` needs full positive evidence; every doubt has a name of its own. */
export const VERDICTS = ["passed", "failed", "no_tests", "aborted", "timed_out", "unknown", "tampered"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An error as a reporter writes it down; every text is already cut to a few thousand characters. */
const reportedError = z.object({
  name: z.string().optional(),
  message: z.string(),
  stack: z.string().optional(),
  diff: z.string().optional(),
});
export type ReportedError = z.output<typeof reportedError>;

const testPlace = {
  /** Absolute path of the file that declares the test. */
  file: z.string(),
  /** Titles from the outermost suite to the test itself. */
  titles: z.array(z.string()),
  /** The runner's own sub-project, where it knows such a thing. */
  project: z.string().optional(),
};

const PROBLEM_CAUSES = ["load", "hook", "unhandled", "exit"] as const;

/** What a reporter writes, one event a line. */
export const reportEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("begin"), version: z.string() }),
  z.object({ kind: z.literal("started"), ...testPlace }),
  /** What started is over, and its result stands elsewhere: a suite, or a test that was not selected. */
  z.object({ kind: z.literal("settled"), ...testPlace }),
  z.object({
    kind: z.literal("test"),
    ...testPlace,
    state: z.enum(["passed", "failed", "skipped", "todo"]),
    line: z.int().optional(),
    durationMs: z.number(),
    /** Passed only after a retry. */
    flaky: z.boolean().optional(),
    errors: z.array(reportedError),
  }),
  z.object({
    kind: z.literal("problem"),
    cause: z.enum(PROBLEM_CAUSES),
    file: z.string().optional(),
    error: reportedError,
  }),
  z.object({ kind: z.literal("file"), file: z.string(), complete: z.boolean(), empty: z.boolean() }),
  z.object({ kind: z.literal("end"), interrupted: z.boolean() }),
]);
export type ReportEvent = z.output<typeof reportEvent>;
export type TestResult = Extract<ReportEvent, { kind: "test" }>;
export type Problem = Extract<ReportEvent, { kind: "problem" }>;

/** Everything one run's report said, and how far it can be trusted. */
export interface Report {
  readonly began: boolean;
  readonly ended: boolean;
  /** The runner itself says that it stopped early. */
  readonly interrupted: boolean;
  /** Lines that do not carry the run's seal, or stand in the wrong place. */
  readonly forgedLines: number;
  readonly runnerVersion?: string;
  readonly tests: readonly TestResult[];
  readonly problems: readonly Problem[];
  /** Files that ran to their end and held a test. */
  readonly finishedFiles: readonly string[];
  /** Files that ran to their end and held none, or none of the wanted name. */
  readonly emptyFiles: readonly string[];
  /** Files that were taken up and never finished. */
  readonly incompleteFiles: readonly string[];
  /** Tests that started and never got a result. */
  readonly unfinished: readonly TestPlace[];
}

export interface TestPlace {
  readonly file: string;
  readonly titles: readonly string[];
  readonly project?: string | undefined;
}

/** How the child process of a run came to its end. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why the server stopped it, when it did. */
  readonly stoppedFor?: "deadline" | "cancelled" | "output" | undefined;
  readonly durationMs: number;
  /** Last part of what the process printed, for runs that reported nothing. */
  readonly outputTail: string;
  /** Processes of the run that outlived it and had to be killed. */
  readonly leakedProcesses: number;
}

/** What a caller wants run. */
export interface Selection {
  /** Absolute, real paths inside the project; empty means all. */
  readonly files: readonly string[];
  /** Text that a test's full name (`suite > test`) contains. */
  readonly name?: string | undefined;
}
