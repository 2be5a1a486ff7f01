import { ToolError } from "@quartet/core";
import { readSource } from "../listing/list-files.ts";
import { globMatches } from "../project/glob.ts";
import { resolveInside, shownPath } from "../project/inside.ts";
import type { Project, Runner, TestFilePatterns } from "../runners/runner.ts";

/** The real paths of the files a caller names. Each must exist in the project and be a test of this runner. */
export async function requestedFiles(project: Project, runner: Runner, files: readonly string[]): Promise<string[]> {
  const { folder } = project;
  const question = { root: folder, base: folder, field: "files", kind: "file" } as const;
  const paths = await Promise.all(files.map(async (file) => resolveInside(file, question)));
  if (paths.length > 0) await refuseOthers(paths, { folder, runner, patterns: await runner.testFiles(project) });
  return [...new Set(paths)];
}

interface TestFileQuestion {
  readonly folder: string;
  readonly runner: Runner;
  readonly patterns: TestFilePatterns;
}

/** Running any script of a project is more than running its tests. */
async function refuseOthers(paths: readonly string[], question: TestFileQuestion): Promise<void> {
  // Where the configuration cannot be read in full, the runner itself decides, by it.
  if (!question.patterns.exact) return;
  for (const path of paths) {
    if (await isTestFile(path, question)) continue;
    throw new ToolError("invalid_input", `files: not all of them are test files of ${question.runner.name}.`, {
      hint: "list_tests shows the files there are; other scripts of the project cannot be run.",
    });
  }
}

async function isTestFile(path: string, { folder, patterns }: TestFileQuestion): Promise<boolean> {
  const shown = shownPath(folder, path);
  if (patterns.include.some((glob) => globMatches(glob, shown))) return true;
  return patterns.marker !== undefined && (await readSource(path)).includes(patterns.marker);
}
