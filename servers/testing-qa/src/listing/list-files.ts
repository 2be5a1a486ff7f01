import { join } from "node:path";
import { globMatches, isModest } from "../project/glob.ts";
import { readText } from "../project/read-text.ts";
import { walkFiles } from "../project/walk-files.ts";
import type { Project, Runner, TestFilePatterns } from "../runners/runner.ts";

/** More script files than any project needs to have its tests found in. */
const MAX_FILES = 50_000;

export interface FoundFiles {
  /** Relative to the project, in order. */
  readonly files: readonly string[];
  /** The configuration could be read in full, every glob was matched, and the walk was not cut. */
  readonly exact: boolean;
}

/** The test files of a runner in a project, found without running anything. */
export async function findTestFiles(project: Project, runner: Runner): Promise<FoundFiles> {
  const patterns = await runner.testFiles(project);
  const walk = await walkFiles(project.folder, MAX_FILES);
  const candidates = walk.files.filter((file) => matches(file, patterns));
  const files: string[] = [];
  for (const file of candidates) {
    if (patterns.marker === undefined || (await mentions(join(project.folder, file), patterns.marker)))
      files.push(file);
  }
  const modest = [...patterns.include, ...patterns.exclude].every(isModest);
  return { files, exact: patterns.exact && modest && !walk.cut };
}

/** The text of a file, or nothing when it is gone or too long to be a test. */
export async function readSource(path: string): Promise<string> {
  return (await readText(path)) ?? "";
}

function matches(file: string, { include, exclude }: TestFilePatterns): boolean {
  return include.some((glob) => globMatches(glob, file)) && !exclude.some((glob) => globMatches(glob, file));
}

async function mentions(path: string, marker: string): Promise<boolean> {
  return (await readSource(path)).includes(marker);
}
