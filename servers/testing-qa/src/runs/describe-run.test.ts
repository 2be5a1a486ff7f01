import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureProject, fixtureProject } from "../fixture-project.ts";
import type { Report, Selection, TestResult } from "../models.ts";
import { nodeTest } from "../runners/node-test.ts";
import { describeRun, type RunAnswer } from "./describe-run.ts";

let fixture: FixtureProject;
beforeAll(async () => {
  fixture = await fixtureProject("node-test", { "a.test.js": "", "b.test.js": "" });
});
afterAll(async () => fixture[Symbol.asyncDispose]());

async function describeReport(report: Partial<Report>, selection: Selection): Promise<RunAnswer> {
  const outcome = {
    report: {
      began: true,
      ended: true,
      interrupted: false,
      forgedLines: 0,
      tests: [],
      problems: [],
      finishedFiles: [],
      emptyFiles: [],
      incompleteFiles: [],
      unfinished: [],
      ...report,
    },
    ending: { exitCode: 0, signal: null, durationMs: 1, outputTail: "", leakedProcesses: 0 },
  };
  const shown = { project: ".", detected: { runner: "node-test", configFiles: [], command: "" } } as const;
  return describeRun({ project: fixture.project, runner: nodeTest, selection, outcome }, shown, 32_000);
}

function passing(file: string, ...titles: string[]): TestResult {
  return { kind: "test", file, titles, state: "passed", durationMs: 1, errors: [] };
}

describe("the answer to a run by name", () => {
  test("does not count tests that the runner ran beside the wanted one", async () => {
    const file = fixture.path("a.test.js");
    const report = { tests: [passing(file, "math", "adds")], finishedFiles: [file] };
    expect(await describeReport(report, { files: [], name: "other > adds" })).toMatchObject({
      verdict: "no_tests",
      evidence: { passed: 0 },
    });
    expect(await describeReport(report, { files: [], name: "math > adds" })).toMatchObject({ verdict: "passed" });
  });

  test("keeps a failure that the name does not mean", async () => {
    const file = fixture.path("a.test.js");
    const tests = [passing(file, "adds"), { ...passing(file, "breaks"), state: "failed" as const }];
    expect(await describeReport({ tests, finishedFiles: [file] }, { files: [], name: "adds" })).toMatchObject({
      verdict: "failed",
    });
  });

  test("does not pass when a requested file was not taken up, and does when it holds no such name", async () => {
    const [ran, other] = [fixture.path("a.test.js"), fixture.path("b.test.js")];
    const report = { tests: [passing(ran, "adds")], finishedFiles: [ran] };
    const selection = { files: [ran, other], name: "adds" };
    expect(await describeReport(report, selection)).toMatchObject({
      verdict: "no_tests",
      filesWithoutTests: ["b.test.js"],
    });
    expect(await describeReport({ ...report, emptyFiles: [other] }, selection)).toMatchObject({ verdict: "passed" });
  });

  test("stays small, however long the paths and titles are", async () => {
    const files = Array.from({ length: 500 }, (_, at) => fixture.path(`${"é/".repeat(400)}${at}.test.js`));
    const unfinished = files.map((file) => ({ file, titles: ["x".repeat(100_000)] }));
    const answer = await describeReport({ unfinished, incompleteFiles: files }, { files });
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(32_000);
  });
});
