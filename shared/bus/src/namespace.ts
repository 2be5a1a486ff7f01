import { createHash } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, parse, resolve } from "node:path";
import { ToolError } from "@quartet/core";

/** Lower-case letters, digits and `. _ -`. */
export const NAMESPACE_PATTERN: RegExp = /^[a-z0-9][a-z0-9._-]{0,79}$/;

const PACKAGE_FILES = [
  "package.json",
  "pyproject.toml",
  "Cargo.toml",
  "go.mod",
  "pom.xml",
  "build.gradle",
  "composer.json",
];

export interface Project {
  /** Real path of the project's root folder. */
  readonly root: string;
  /** Readable and unique: the folder's name and a hash of its real path. */
  readonly namespace: string;
}

/**
 * The project a folder belongs to: the nearest folder above with `.git`, else the nearest with a package file, else the folder
 * itself. Two editors in one project so get one namespace, whatever sub-folder each was opened in. The home folder and the
 * disk's root are never taken for a project around others.
 */
export function findProject(folder: string): Project {
  const start = realFolder(folder);
  const above = [...ancestors(start)];
  const root =
    above.find((path) => existsSync(join(path, ".git"))) ??
    above.find((path) => PACKAGE_FILES.some((file) => existsSync(join(path, file)))) ??
    start;
  return { root, namespace: namespaceOf(root) };
}

function realFolder(folder: string): string {
  const path = resolve(folder);
  const real = existsSync(path) ? realpathSync(path) : undefined;
  if (real === undefined || !statSync(real).isDirectory()) {
    throw new ToolError("invalid_input", "The setting project does not name an existing folder.", {
      hint: "Set it to the folder of the project, or leave it out to use the working folder.",
    });
  }
  return real;
}

function* ancestors(start: string): Generator<string> {
  const { root } = parse(start);
  const home = homedir();
  for (let path = start; path !== root && path !== home; path = dirname(path)) yield path;
}

function namespaceOf(root: string): string {
  const readable = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  const hash = createHash("sha256").update(root).digest("hex").slice(0, 12);
  return `${readable || "root"}-${hash}`;
}
