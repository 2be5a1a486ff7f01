import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { cleanText } from "../digest/clean-text.ts";
import { type DeclaredFile, readDeclared } from "../listing/declared-names.ts";
import { RUNNER_NAMES } from "../models.ts";
import { chooseRunner } from "../runners/choose-runner.ts";
import { fullName } from "../runners/name-filter.ts";
import { projectArgument, runnerArgument } from "./arguments.ts";

const PAGE_FILES = 100;
const MAX_NAMES = 80;
const MAX_NAME = 200;

const listedFile = z.object({
  file: z.string(),
  count: z.int().describe("Tests declared in the file, or matching the filter"),
  tests: z.array(z.string()).describe("line name; ~ before a name that is computed at run time"),
  unreadable: z.boolean().optional().describe("The file does not parse"),
});

export const listTests = defineTool({
  name: "list_tests",
  title: "List tests",
  description:
    "Lists the test files of a project and the tests they declare, read from the sources without running anything. Use it to find the names and files to give to run_tests.",
  effect: "read",
  untrusted: true,
  list: "files",
  input: z.object({
    project: projectArgument,
    runner: runnerArgument,
    filter: z.string().max(1_000).optional().describe("Text that the file path or the test name contains, any case"),
  }),
  output: z.object({
    runner: z.enum(RUNNER_NAMES),
    exact: z.boolean().describe("False when the configuration computes which files are tests"),
    totalFiles: z.int(),
    totalTests: z.int(),
    files: z.array(listedFile),
  }),
  async run({ project: path, runner: named, filter }, { context, offset, maxBytes }: Call<Context>) {
    const project = await context.openProject(path);
    const { runner } = await chooseRunner(project, named);
    const declared = await readDeclared(project, runner);
    // One file with the longest names must fit into an answer of its own.
    const maxNames = Math.min(MAX_NAMES, Math.floor(maxBytes / (4 * MAX_NAME)));
    const files = declared.files
      .map((file) => listFile(file, filter?.toLowerCase() ?? "", maxNames))
      .filter((file) => file !== undefined);
    return {
      runner: runner.name,
      exact: declared.exact,
      totalFiles: files.length,
      totalTests: files.reduce((sum, { count }) => sum + count, 0),
      files: files.slice(offset, offset + PAGE_FILES),
      more: files.length > offset + PAGE_FILES,
    };
  },
});

function listFile(
  { file, tests }: DeclaredFile,
  filter: string,
  maxNames: number,
): z.output<typeof listedFile> | undefined {
  const byPath = file.toLowerCase().includes(filter);
  const wanted = (tests ?? []).filter(({ titles }) => byPath || fullName(titles).toLowerCase().includes(filter));
  if (!byPath && wanted.length === 0) return undefined;
  const shown = wanted.slice(0, maxNames).map(({ titles, line, dynamic }) => {
    const name = cleanText(fullName(titles), 2 * MAX_NAME)
      .replaceAll("\n", " ")
      .slice(0, MAX_NAME);
    return `${line} ${dynamic ? "~" : ""}${name}`;
  });
  return { file, count: wanted.length, tests: shown, ...(tests === undefined ? { unreadable: true } : {}) };
}
