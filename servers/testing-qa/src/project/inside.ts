import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { ToolError } from "@quartet/core";
import { wellFormed } from "../digest/clean-text.ts";

const MAX_PATH_LENGTH = 1_000;

export interface PathQuestion {
  /** Real path of the folder that the answer must lie in. */
  readonly root: string;
  /** What relative paths are relative to; inside `root`. */
  readonly base: string;
  /** Name of the argument, for messages. */
  readonly field: string;
  readonly kind: "folder" | "file";
}

/**
 * The real path that a caller means, when it exists inside the root. Symbolic links are followed first, so that none
 * leads out; a leading `-` or `@` is refused, because some runner would read it as an option.
 */
export async function resolveInside(path: string, question: PathQuestion): Promise<string> {
  const { root, base, field, kind } = question;
  refuseMalformed(path, field);
  const wanted = resolve(base, path);
  const real = contains(root, wanted)
    ? await realpath(wanted).catch(() => undefined)
    : await insideAlias(wanted, root, field);
  if (real === undefined) throw missing(field, kind);
  if (!contains(root, real)) throw outside(field);
  const found = await stat(real);
  if (kind === "folder" ? !found.isDirectory() : !found.isFile()) throw missing(field, kind);
  return real;
}

/** Whether `path` is `root` or lies below it, by whole segments: `/a/bextra` is not in `/a/b`. */
export function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** `path` seen from `base`, with forward slashes on every system. */
export function shownPath(base: string, path: string): string {
  const way = relative(base, path);
  return (way === "" ? "." : way).split(sep).join("/");
}

/** The root may itself be reached by another name (`/tmp` and `/private/tmp`); anything else outside gets no look. */
async function insideAlias(wanted: string, root: string, field: string): Promise<string> {
  const real = await realpath(wanted).catch(() => undefined);
  if (real === undefined || !contains(root, real)) throw outside(field);
  return real;
}

function refuseMalformed(path: string, field: string): void {
  if (path.length > MAX_PATH_LENGTH || path.includes("\0") || wellFormed(path) !== path) {
    throw new ToolError("invalid_input", `${field}: is not a usable path.`, {
      hint: `Give a path of at most ${MAX_PATH_LENGTH} characters, without control characters.`,
    });
  }
  if (/^[-@]/.test(path)) {
    throw new ToolError("invalid_input", `${field}: a path may not begin with - or @.`, {
      hint: "Options cannot be passed to the runner. For a file of that name write ./ before it.",
    });
  }
}

function outside(field: string): ToolError {
  return new ToolError("denied", `${field}: lies outside the folder this server may test.`, {
    hint: "Give a path inside the root that project_info shows; the setting `root` moves it.",
  });
}

function missing(field: string, kind: string): ToolError {
  return new ToolError("not_found", `${field}: there is no such ${kind}.`, {
    hint: kind === "file" ? "list_tests shows the files there are." : "project_info without arguments shows the root.",
  });
}
