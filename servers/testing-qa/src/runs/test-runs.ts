import { randomUUID } from "node:crypto";
import { ToolError } from "@quartet/core";
import type { Ending, Report, Selection } from "../models.ts";
import { runChild } from "../process/run-child.ts";
import { RunTurns } from "../process/run-turns.ts";
import { reporterFile } from "../report/reporter-file.ts";
import type { Project, Runner } from "../runners/runner.ts";
import { ReportFile } from "./report-file.ts";

export interface RunRequest {
  readonly project: Project;
  readonly runner: Runner;
  readonly selection: Selection;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told now and then how many tests have a result. */
  readonly onProgress?: (finishedTests: number) => void;
}

export interface RunOutcome {
  readonly report: Report;
  readonly ending: Ending;
}

export interface RunOptions {
  readonly lockFolder: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long a run waits for another one in the same project. */
  readonly waitMs: number;
  readonly graceMs: number;
}

interface RunningRun {
  readonly runId: string;
  readonly signal: AbortSignal;
}

const POLL_MS = 200;
/** A suite that prints more would otherwise spend its whole deadline printing. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Starts test runs, one at a time in a project, and ends them all when the server ends. */
export class TestRuns {
  readonly #options: RunOptions;
  readonly #turns: RunTurns;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: RunOptions) {
    this.#options = options;
    this.#turns = new RunTurns(options.lockFolder, options.waitMs);
  }

  async run(request: RunRequest): Promise<RunOutcome> {
    const runId = randomUUID();
    const signal = AbortSignal.any([request.signal, this.#closing.signal]);
    const run = this.#turns.take(request.project.folder, runId, signal, async () =>
      this.#start(request, runId, signal),
    );
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return run;
  }

  /** Stops every run and waits until its processes are gone. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #start(request: RunRequest, runId: string, signal: AbortSignal): Promise<RunOutcome> {
    // Not `await using`: Node 22 does not know it.
    const file = await ReportFile.create().catch(notWritable);
    try {
      return await this.#run(request, file, { runId, signal });
    } finally {
      await file[Symbol.asyncDispose]();
    }
  }

  async #run(request: RunRequest, file: ReportFile, { runId, signal }: RunningRun): Promise<RunOutcome> {
    const { project, runner, selection, timeoutMs } = request;
    const reporters = await Promise.all(runner.reporters.map(async (name) => reporterFile(name, file.folder)));
    const { args } = await runner.command(project, selection, reporters);
    const command = {
      file: project.node.path,
      args,
      cwd: project.folder,
      env: this.#options.env,
      folder: file.folder,
      secretFd: file.secret.fd,
    };
    const stopReading = followReport(file, request.onProgress);
    try {
      const ending = await runChild(command, {
        signal,
        timeoutMs,
        graceMs: this.#options.graceMs,
        runId,
        maxOutputBytes: MAX_OUTPUT_BYTES,
      });
      await stopReading();
      return { report: file.collector.report(), ending };
    } catch (error) {
      throw new ToolError("unavailable", "The test runner could not be started.", {
        hint: "project_info shows which Node would run it; the setting `nodePath` names another.",
        cause: error,
      });
    } finally {
      await stopReading();
    }
  }
}

function notWritable(cause: unknown): never {
  throw new ToolError("unavailable", "The report of a test run cannot be written to the folder for temporary files.", {
    hint: "Check that TMPDIR names a folder that exists, may be written and has room.",
    cause,
  });
}

/** Reads the report while it grows; the function it returns reads the rest and ends that. */
function followReport(file: ReportFile, onProgress: RunRequest["onProgress"]): () => Promise<void> {
  let told = 0;
  const readOn = async (): Promise<void> => {
    await file.readOn();
    const { finishedTests } = file.collector;
    if (finishedTests > told) onProgress?.(finishedTests);
    told = finishedTests;
  };
  let reading = Promise.resolve();
  const read = (): void => {
    reading = reading.then(readOn);
    // Whoever stops the reading hears of its failure; until then it must not count as unhandled.
    reading.catch(() => undefined);
  };
  const timer = setInterval(read, POLL_MS);
  return async () => {
    clearInterval(timer);
    read();
    await reading;
  };
}
