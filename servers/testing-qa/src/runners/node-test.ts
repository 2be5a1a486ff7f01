import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { ToolError } from "@quartet/core";
import { findTestFiles } from "../listing/list-files.ts";
import type { Selection } from "../models.ts";
import { namePattern } from "./name-filter.ts";
import { type NodeTestScript, readNodeTestScript } from "./node-test-script.ts";
import type { Project, RunCommand, Runner } from "./runner.ts";

const OLDEST_MAJOR = 20;
/** What `node --test` looks for when it is given no file. */
const DEFAULTS = [
  "**/{*.test,*-test,*_test,test-*,test}.{js,cjs,mjs,ts,cts,mts}",
  "**/test/**/*.{js,cjs,mjs,ts,cts,mts}",
];
const MARKER = "node:test";
const OTHERS = ["vitest", "jest", "mocha", "ava", "tap", "@playwright/test"];

/** The runner inside Node 20 and newer, with the options that the project's own script gives it. */
export const nodeTest: Runner = {
  name: "node-test",
  reporters: ["node-test.reporter", "node-test-exit.worker"],

  async detect(project) {
    const script = readNodeTestScript(project.manifest.scripts);
    const scripted = Object.values(project.manifest.scripts).some((text) => /\bnode\b.*--test\b/.test(text));
    if (!scripted && (namesAnother(project) || (await findTestFiles(project, nodeTest)).files.length === 0))
      return undefined;
    const old = majorOf(project) < OLDEST_MAJOR;
    return {
      runner: "node-test",
      version: project.node.version,
      configFiles: [],
      command: ["node", ...(script?.options ?? []), "--test", ...(script?.patterns ?? [])].join(" "),
      ...(old ? { trouble: `Node ${project.node.version} is too old; Node 20 or newer is needed.` } : {}),
    };
  },

  async testFiles(project) {
    const patterns = readNodeTestScript(project.manifest.scripts)?.patterns ?? [];
    if (patterns.length > 0) return { include: patterns.map(asGlob), exclude: [], exact: true };
    return { include: DEFAULTS, exclude: [], marker: MARKER, exact: true };
  },

  async command(project, selection, [reporter = "", exitWatch = ""]): Promise<RunCommand> {
    const script = readNodeTestScript(project.manifest.scripts);
    const args = [
      // First, so that it also sees what the project's own preloads do.
      `--import=${pathToFileURL(exitWatch).href}`,
      ...(script?.options ?? []),
      "--test",
      `--test-reporter=${pathToFileURL(reporter).href}`,
      "--test-reporter-destination=stdout",
      ...(selection.name === undefined ? [] : [`--test-name-pattern=${patternFor(project, selection.name)}`]),
      "--",
      ...(await files(project, selection, script)),
    ];
    return { args };
  },
};

/** Named files; else those of the script; else none, which lets Node look by itself. */
async function files(project: Project, selection: Selection, script: NodeTestScript | undefined): Promise<string[]> {
  // Node 20 takes a path as it is, later ones as a glob.
  const spelt = majorOf(project) < 21 ? (path: string): string => path : escapeGlob;
  if (selection.files.length > 0) return selection.files.map(spelt);
  if (!namesAnother(project) && (script?.patterns ?? []).length === 0) return [];
  const found = await findTestFiles(project, nodeTest);
  // Fewer files than meant would prove less than a pass says, and with none Node would look for others by itself.
  if (!found.exact) throw unlisted("The project's test files cannot be listed in full.");
  if (found.files.length === 0) throw unlisted("No file matches what the project's test script names.");
  return found.files.map((file) => spelt(join(project.folder, file)));
}

function unlisted(message: string): ToolError {
  return new ToolError("unavailable", message, { hint: "Mend the patterns in the script, or name `files`." });
}

/** Before version 22 Node compared the pattern with the last title alone. */
function patternFor(project: Project, name: string): string {
  return namePattern(majorOf(project) < 22 ? (name.split(" > ").at(-1) ?? name) : name);
}

/** A project that installs a runner uses that one; files of node:test below it belong to packages of their own. */
function namesAnother({ manifest }: Project): boolean {
  return OTHERS.some((name) => name in manifest.dependencies || name in manifest.devDependencies);
}

function majorOf({ node }: Project): number {
  return Number(node.version.split(".")[0]);
}

function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[\]{}()!]/g, "[$&]");
}

/** A folder in a script means everything below it. */
function asGlob(pattern: string): string {
  const path = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  return /[*?{[]|\.[cm]?[jt]s$/.test(path) ? path : `${path}/**/*.{js,cjs,mjs,ts,cts,mts}`;
}
