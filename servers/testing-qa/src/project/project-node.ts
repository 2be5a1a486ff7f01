import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { ToolError } from "@quartet/core";
import type { Surroundings } from "@quartet/core";
import { readManifest } from "./manifest.ts";
import { exists } from "./package-manager.ts";

/** The Node that a project's tests run on. */
export interface ProjectNode {
  readonly path: string;
  /** Without the leading `v`. */
  readonly version: string;
  readonly foundBy: "setting" | "project" | "PATH" | "server";
}

const run = promisify(execFile);

/** By the setting, else the project's own `node` package, else the PATH, else the server's own Node. */
export async function findProjectNode(
  folder: string,
  nodePath: string,
  surroundings: Surroundings,
): Promise<ProjectNode> {
  const binary = surroundings.platform === "win32" ? "node.exe" : "node";
  if (nodePath !== "") return { path: nodePath, version: await versionOf(nodePath), foundBy: "setting" };
  const own = await inNodeModules(folder, binary);
  if (own !== undefined) return { ...own, foundBy: "project" };
  const onPath = await onSearchPath(surroundings.env["PATH"] ?? "", binary);
  if (onPath !== undefined) return { path: onPath, version: await versionOf(onPath), foundBy: "PATH" };
  return { path: surroundings.execPath, version: await versionOf(surroundings.execPath), foundBy: "server" };
}

/** The version comes from the package, not from starting it: looking at a project must not run what lies in it. */
async function inNodeModules(folder: string, binary: string): Promise<{ path: string; version: string } | undefined> {
  let home: string;
  try {
    home = dirname(createRequire(join(folder, "package.json")).resolve("node/package.json"));
  } catch {
    return undefined;
  }
  const path = join(home, "bin", binary);
  const { version } = await readManifest(home);
  return version !== undefined && (await exists(path)) ? { path, version } : undefined;
}

async function onSearchPath(searchPath: string, binary: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter)) {
    const path = join(folder, binary);
    if (folder !== "" && (await exists(path))) return realpath(path);
  }
  return undefined;
}

async function versionOf(path: string): Promise<string> {
  try {
    const { stdout } = await run(path, ["--version"], { timeout: 10_000, killSignal: "SIGKILL", windowsHide: true });
    return stdout.trim().replace(/^v/, "");
  } catch (error) {
    throw new ToolError("unavailable", "The Node that should run the tests cannot be started.", {
      hint: "Check the setting `nodePath`, or install Node.",
      cause: error,
    });
  }
}
