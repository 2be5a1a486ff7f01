import type { RunnerName, Selection } from "../models.ts";
import type { Manifest } from "../project/manifest.ts";
import type { ProjectNode } from "../project/project-node.ts";

/** A folder whose tests are run, and what is known of it before any runner is asked. */
export interface Project {
  /** Real path. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly node: ProjectNode;
}

/** A runner as one project has it. */
export interface Detected {
  readonly runner: RunnerName;
  /** The runner's own version; for node:test that of Node. */
  readonly version?: string;
  readonly configFiles: readonly string[];
  /** What keeps it from running, such as not being installed. */
  readonly trouble?: string;
  /** How the project's people start it, for the reader. */
  readonly command: string;
}

/** Globs of the files that hold tests, relative to the project. */
export interface TestFilePatterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Text that a file must contain to count, for patterns that also catch other runners' files. */
  readonly marker?: string;
  /** False when the project's configuration decides at run time, so that a static reading may miss files. */
  readonly exact: boolean;
}

/** Arguments for the project's Node that run the tests, with the reporter in place; no shell ever sees them. */
export interface RunCommand {
  readonly args: readonly string[];
}

/** A test runner of a project: how to recognise it, where its tests are, how to start it under our reporter. */
export interface Runner {
  readonly name: RunnerName;
  /** Names of the files in `src/runners` that run inside the project, without their ending. */
  readonly reporters: readonly string[];
  /** What the project uses of this runner; undefined when nothing says that it does. Runs no project code. */
  detect(project: Project): Promise<Detected | undefined>;
  /** Which files the runner takes for tests, read from the configuration without running it. */
  testFiles(project: Project): Promise<TestFilePatterns>;
  /** The command for a selection; `reporters` are the absolute paths of the files named above. */
  command(project: Project, selection: Selection, reporters: readonly string[]): Promise<RunCommand>;
}
