import { randomBytes } from "node:crypto";
import type { BusEvent } from "@quartet/bus";
import { type Call, defineTool, ToolError } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { wellFormed } from "../digest/clean-text.ts";
import { requestedFiles } from "../runs/requested-files.ts";
import { describeRun, type RunAnswer, runAnswer } from "../runs/describe-run.ts";
import { shownPath } from "../project/inside.ts";
import { chooseRunner } from "../runners/choose-runner.ts";
import { projectArgument, runnerArgument } from "./arguments.ts";

const MAX_NAMED_FILES = 500;

export const runTests = defineTool({
  name: "run_tests",
  title: "Run tests",
  description:
    "Runs a project's tests and judges the outcome: passed, failed, no_tests, aborted, timed_out, unknown or tampered, with counts and the failures grouped by cause. Only the verdict passed means that tests ran and all was well. Runs the project's code.",
  effect: "write",
  openWorld: true,
  untrusted: true,
  // The run keeps its own deadline, which a caller may set beyond that of other calls.
  timeoutMs: 0,
  input: z.object({
    project: projectArgument,
    runner: runnerArgument,
    files: z
      .array(z.string().min(1))
      .max(MAX_NAMED_FILES)
      .default([])
      .describe("Test files, relative to the project; all when left out"),
    name: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .optional()
      .describe("Literal text that the full name `suite > test` contains"),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(86_400_000)
      .optional()
      .describe("Deadline of the run; the setting timeoutMs if left out"),
  }),
  output: runAnswer.extend({ runId: z.string().describe("Also in the event that tells others of this run") }),
  async run(input, { context, signal, maxBytes, progress }: Call<Context>) {
    const timeoutMs = allowedTimeout(input.timeoutMs, context);
    const project = await context.openProject(input.project);
    const { runner, detected } = await chooseRunner(project, input.runner);
    const files = await requestedFiles(project, runner, input.files);
    const selection = { files, ...(input.name === undefined ? {} : { name: refuseControls(input.name) }) };
    const outcome = await context.runs.run({
      project,
      runner,
      selection,
      timeoutMs,
      signal,
      onProgress: (finished) => progress({ progress: finished, message: `Tests finished: ${finished}` }),
    });
    const shown = { project: shownPath(context.root, project.folder), detected };
    const answer = await describeRun({ project, runner, selection, outcome }, shown, maxBytes);
    const runId = `run-${randomBytes(6).toString("hex")}`;
    context.events.publish(finishedEvent(runId, answer));
    return { ...answer, runId };
  },
});

function finishedEvent(runId: string, { verdict, evidence, durationMs }: RunAnswer): BusEvent {
  const { passed, failed, skipped } = evidence;
  return { type: "testing.run_finished", data: { runId, verdict, passed, failed, skipped, durationMs } };
}

function allowedTimeout(wanted: number | undefined, { timeoutMs, maxTimeoutMs }: Context): number {
  if (wanted !== undefined && wanted > maxTimeoutMs) {
    throw new ToolError("invalid_input", `timeoutMs: may be at most ${maxTimeoutMs}.`, {
      hint: "The setting `maxTimeoutMs` allows more.",
    });
  }
  return wanted ?? timeoutMs;
}

function refuseControls(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is for.
  if (!/[\u0000-\u001f]/.test(name) && wellFormed(name) === name) return name;
  throw new ToolError("invalid_input", "name: must be one line of text without control characters.", {
    hint: "list_tests shows the names.",
  });
}
