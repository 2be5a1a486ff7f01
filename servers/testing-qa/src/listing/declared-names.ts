import { join } from "node:path";
import type { Project, Runner } from "../runners/runner.ts";
import { findTestFiles, readSource } from "./list-files.ts";
import { type DeclaredTest, readDeclaredTests } from "./test-names.ts";

export interface DeclaredFile {
  /** Relative to the project. */
  readonly file: string;
  /** Undefined when the file does not parse. */
  readonly tests: readonly DeclaredTest[] | undefined;
}

export interface Declared {
  readonly files: readonly DeclaredFile[];
  readonly exact: boolean;
}

/** Every test file of a runner with the tests it declares, from the text alone. */
export async function readDeclared(project: Project, runner: Runner): Promise<Declared> {
  const { files, exact } = await findTestFiles(project, runner);
  const read: DeclaredFile[] = [];
  for (const file of files) {
    read.push({ file, tests: await readDeclaredTests(file, await readSource(join(project.folder, file))) });
  }
  return { files: read, exact };
}
