import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { findTestFiles } from "../listing/list-files.ts";
import { RUNNER_NAMES } from "../models.ts";
import { shownPath } from "../project/inside.ts";
import { findPackageManager } from "../project/package-manager.ts";
import { detectRunners } from "../runners/choose-runner.ts";
import { runners } from "../runners/index.ts";
import type { Detected, Project } from "../runners/runner.ts";
import { projectArgument } from "./arguments.ts";

const runnerInfo = z.object({
  name: z.enum(RUNNER_NAMES),
  version: z.string().optional(),
  configFiles: z.array(z.string()),
  command: z.string().describe("How people start it"),
  testFiles: z.int(),
  exact: z.boolean().describe("False when the configuration computes which files are tests"),
  trouble: z.string().optional(),
});

export const projectInfo = defineTool({
  name: "project_info",
  title: "Project info",
  description:
    "Shows which test runners a project has (version, configuration, number of test files), on which Node its tests run, and how to run them. Start here; runs nothing.",
  effect: "read",
  untrusted: true,
  input: z.object({ project: projectArgument }),
  output: z.object({
    root: z.string().describe("Only folders inside it can be tested"),
    project: z.string(),
    name: z.string().optional(),
    packageManager: z.string().optional(),
    node: z.object({ version: z.string(), foundBy: z.enum(["setting", "project", "PATH", "server"]) }),
    runners: z.array(runnerInfo),
    nextStep: z.string(),
  }),
  async run({ project: path }, { context }: Call<Context>) {
    const project = await context.openProject(path);
    const detected = await detectRunners(project);
    const packageManager = await findPackageManager(project.folder, context.root);
    return {
      root: context.root,
      project: shownPath(context.root, project.folder),
      ...(project.manifest.name === undefined ? {} : { name: project.manifest.name.slice(0, 200) }),
      ...(packageManager === undefined ? {} : { packageManager }),
      node: { version: project.node.version, foundBy: project.node.foundBy },
      runners: await Promise.all(detected.map(async (found) => describeRunner(project, found))),
      nextStep: nextStep(detected),
    };
  },
});

async function describeRunner(project: Project, found: Detected): Promise<z.output<typeof runnerInfo>> {
  const { files, exact } = await findTestFiles(project, runners[found.runner]);
  return {
    name: found.runner,
    ...(found.version === undefined ? {} : { version: found.version }),
    configFiles: [...found.configFiles],
    command: found.command.slice(0, 500),
    testFiles: files.length,
    exact,
    ...(found.trouble === undefined ? {} : { trouble: found.trouble }),
  };
}

function nextStep(detected: readonly Detected[]): string {
  const [first, second] = detected;
  if (first === undefined) return "No runner was found here; give the folder of a package as `project`.";
  if (detected.every(({ trouble }) => trouble !== undefined)) return "Mend what `trouble` says, then run_tests.";
  return second === undefined ? "Call run_tests." : "Call run_tests and name the runner.";
}
