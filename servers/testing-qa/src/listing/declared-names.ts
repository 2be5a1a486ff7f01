import { join } from "node:path";
import type { Project, Runner } from "../runners/runner.ts";
import { findTestFiles, readSource } from "./list-files.ts";
import { withParser } from "./source-parser.ts";
import type { DeclaredTest } from "./test-names.ts";

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
  const read = await withParser(async (parser) => {
    const found: DeclaredFile[] = [];
    for (const file of files) {
      found.push({ file, tests: await parser.tests(file, await readSource(join(project.folder, file))) });
    }
    return found;
  });
  return { files: read, exact };
}
