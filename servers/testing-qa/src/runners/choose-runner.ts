import { ToolError } from "@quartet/core";
import type { RunnerName } from "../models.ts";
import { runners } from "./index.ts";
import type { Detected, Project, Runner } from "./runner.ts";

/** Every runner that a project uses, with its version and what is wrong with it. */
export async function detectRunners(project: Project): Promise<Detected[]> {
  const found = await Promise.all(Object.values(runners).map(async (runner) => runner.detect(project)));
  return found.filter((detected) => detected !== undefined);
}

/** The runner that a caller means: the one named, or the only one there is. */
export async function chooseRunner(
  project: Project,
  named: RunnerName | undefined,
): Promise<{ runner: Runner; detected: Detected }> {
  const found = await detectRunners(project);
  const usable = named === undefined ? found : found.filter(({ runner }) => runner === named);
  const [first, second] = usable;
  if (first === undefined) throw noRunner(named, found);
  if (second !== undefined) {
    throw new ToolError("invalid_input", `runner: the project has ${namesOf(usable)}.`, { hint: "Name one of them." });
  }
  if (first.trouble !== undefined) {
    throw new ToolError("unavailable", first.trouble, { hint: "project_info shows what the project has." });
  }
  return { runner: runners[first.runner], detected: first };
}

function noRunner(named: string | undefined, found: readonly Detected[]): ToolError {
  if (named !== undefined) {
    const hint = found.length > 0 ? `It has ${namesOf(found)}.` : "project_info shows what there is.";
    return new ToolError("not_found", `runner: the project does not use ${named}.`, { hint });
  }
  return new ToolError("not_found", "project: no test runner was found in this folder.", {
    hint: "Name the folder that holds the configuration of vitest or the tests of node:test; project_info looks into one.",
  });
}

function namesOf(found: readonly Detected[]): string {
  return found.map(({ runner }) => runner).join(" and ");
}
