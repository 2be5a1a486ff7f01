import { tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { afterAll, beforeAll } from "vitest";
import { type FixtureFiles, fixtureProject, importsOf } from "../fixture-project.ts";
import type { Selection } from "../models.ts";
import { describeRun, type RunAnswer } from "../runs/describe-run.ts";
import { requestedFiles } from "../runs/requested-files.ts";
import { TestRuns } from "../runs/test-runs.ts";
import type { Runner } from "./runner.ts";

interface Wanted {
  readonly files?: readonly string[];
  readonly name?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

type Run = (files: FixtureFiles, wanted?: Wanted) => Promise<RunAnswer>;

/** Runs projects made of the given files, whose test files get their imports, and answers as run_tests would. */
export function useRunner(runner: Runner): Run {
  let lockFolder: string;
  let runs: TestRuns;

  beforeAll(async () => {
    lockFolder = await mkdtemp(join(tmpdir(), "quartet-locks-"));
    runs = new TestRuns({ lockFolder, env: { PATH: env["PATH"] ?? "", CI: "1" }, waitMs: 10_000, graceMs: 1_000 });
  });
  afterAll(async () => {
    await runs.close();
    await rm(lockFolder, { recursive: true, force: true });
  });

  async function run(files: FixtureFiles, wanted: Wanted = {}): Promise<RunAnswer> {
    const sources = Object.entries(files).map(([name, text]) => [name, withImports(name, text)] as const);
    await using fixture = await fixtureProject(runner.name, Object.fromEntries(sources));
    const { project } = fixture;
    const selection: Selection = {
      files: await requestedFiles(project, runner, wanted.files ?? []),
      ...(wanted.name === undefined ? {} : { name: wanted.name }),
    };
    const detected = await runner.detect(project);
    if (detected === undefined) throw new Error("The fixture does not show its runner.");
    const { timeoutMs = 60_000, signal = new AbortController().signal, onProgress = () => undefined } = wanted;
    const outcome = await runs.run({ project, runner, selection, timeoutMs, signal, onProgress });
    // Awaited here, for the fixture goes when this function ends.
    return await describeRun({ project, runner, selection, outcome }, { project: ".", detected }, 32_000);
  }

  function withImports(name: string, text: string): string {
    return name.endsWith(".test.js") ? importsOf(runner.name) + text : text;
  }

  return run;
}
