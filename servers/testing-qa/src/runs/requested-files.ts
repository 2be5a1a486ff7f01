import { matchesGlob } from "node:path";
import { ToolError } from "@quartet/core";
import { readSource } from "../listing/list-files.ts";
import { resolveInside, shownPath } from "../project/inside.ts";
import type { Project, Runner } from "../runners/runner.ts";

/** The real paths of the files a caller names. Each must exist in the project and be a test of this runner. */
export async function requestedFiles(project: Project, runner: Runner, files: readonly string[]): Promise<string[]> {
  const { folder } = project;
  const question = { root: folder, base: folder, field: "files", kind: "file" } as const;
  const paths = await Promise.all(files.map(async (file) => resolveInside(file, question)));
  for (const path of paths) {
    if (!(await isTestFile(project, runner, path))) {
      throw new ToolError("invalid_input", `files: not all of them are test files of ${runner.name}.`, {
        hint: "list_tests shows the files there are; other scripts of the project cannot be run.",
      });
    }
  }
  return [...new Set(paths)];
}

async function isTestFile(project: Project, runner: Runner, path: string): Promise<boolean> {
  const patterns = await runner.testFiles(project);
  // Where the configuration cannot be read in full, the runner itself decides, by it.
  if (!patterns.exact) return true;
  const shown = shownPath(project.folder, path);
  if (patterns.include.some((glob) => matchesGlob(shown, glob.replace(/^\.\//, "")))) return true;
  return patterns.marker !== undefined && (await readSource(path)).includes(patterns.marker);
}
