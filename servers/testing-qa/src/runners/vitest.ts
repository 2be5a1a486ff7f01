import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ToolError } from "@quartet/core";
import { readManifest } from "../project/manifest.ts";
import { namePattern } from "./name-filter.ts";
import type { Detected, Project, RunCommand, Runner } from "./runner.ts";
import { readVitestPatterns } from "./vitest-patterns.ts";

const OLDEST_MAJOR = 3;
const CONFIG_FILE = /^(?:vitest\.(?:config|workspace)|vite\.config)\.[cm]?[jt]s$|^vitest\.workspace\.json$/;

/** Vitest 3 and newer, as the project has it installed. */
export const vitest: Runner = {
  name: "vitest",
  reporters: ["vitest.reporter"],

  async detect(project) {
    const configFiles = (await readdir(project.folder)).filter((name) => CONFIG_FILE.test(name)).toSorted();
    const { dependencies, devDependencies, scripts } = project.manifest;
    const named = "vitest" in dependencies || "vitest" in devDependencies;
    const scripted = Object.values(scripts).some((script) => /\bvitest\b/.test(script));
    if (!named && !scripted && !configFiles.some((name) => name.startsWith("vitest"))) return undefined;
    return { runner: "vitest", configFiles, command: "vitest run", ...(await installed(project)) };
  },

  async testFiles(project) {
    return readVitestPatterns(project.folder);
  },

  async command(project, selection, [reporter = ""]): Promise<RunCommand> {
    const entry = await entryOf(project);
    const args = [
      entry.path,
      "run",
      `--reporter=${reporter}`,
      "--includeTaskLocation",
      // The project may measure coverage by default, which fails a part of the suite on its thresholds.
      "--coverage.enabled=false",
      ...(selection.name === undefined ? [] : [`--testNamePattern=${namePattern(selection.name)}`]),
      // Whole paths, which cannot be taken for options. After `--` Vitest would not take them for files either.
      ...selection.files,
    ];
    return { args };
  },
};

async function installed(project: Project): Promise<Pick<Detected, "version" | "trouble">> {
  try {
    return { version: (await entryOf(project)).version };
  } catch (error) {
    if (error instanceof ToolError) return { trouble: error.message };
    throw error;
  }
}

async function entryOf({ folder }: Project): Promise<{ path: string; version: string }> {
  let manifestPath: string;
  try {
    manifestPath = createRequire(join(folder, "package.json")).resolve("vitest/package.json");
  } catch (error) {
    throw new ToolError("unavailable", "The project names Vitest, but it is not installed.", {
      hint: "Install the project's dependencies, then call again.",
      cause: error,
    });
  }
  const version = await readVersion(dirname(manifestPath));
  if (Number(version.split(".")[0]) < OLDEST_MAJOR) {
    throw new ToolError("unavailable", `Vitest ${version} is too old.`, { hint: "Vitest 3 or newer is needed." });
  }
  return { path: join(dirname(manifestPath), "vitest.mjs"), version };
}

async function readVersion(folder: string): Promise<string> {
  return (await readManifest(folder)).version ?? "0.0.0";
}
