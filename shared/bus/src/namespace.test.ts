import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findProject, NAMESPACE_PATTERN } from "./namespace.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "quartet-namespace-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function make(path: string, ...files: string[]): string {
  const made = join(folder, path);
  mkdirSync(made, { recursive: true });
  for (const file of files) writeFileSync(join(made, file), "");
  return made;
}

test("a package inside a repository belongs to the repository", () => {
  const root = make("shop");
  make("shop/.git");
  const inner = make("shop/packages/cart", "package.json");
  expect(findProject(inner)).toEqual(findProject(root));
  expect(findProject(inner).root).toBe(root);
});

test("a work tree, whose .git is a file, is a project of its own", () => {
  make("shop/.git");
  const tree = make("shop/trees/fix", ".git");
  expect(findProject(tree).root).toBe(tree);
});

test("without a repository the nearest package is the project", () => {
  make("outer", "package.json");
  const inner = make("outer/inner", "pyproject.toml");
  expect(findProject(make("outer/inner/src")).root).toBe(inner);
});

test("without either the folder itself is the project", () => {
  const plain = make("Größe & Maß!");
  expect(findProject(plain).root).toBe(plain);
  expect(findProject(plain).namespace).toMatch(NAMESPACE_PATTERN);
});

test("a link to a project gives the namespace of the project", () => {
  const root = make("shop", "package.json");
  symlinkSync(root, join(folder, "link"));
  expect(findProject(join(folder, "link"))).toEqual(findProject(root));
});

test("projects of one name in two places do not share", () => {
  const one = findProject(make("a/shop", "package.json"));
  const two = findProject(make("b/shop", "package.json"));
  expect(one.namespace).not.toBe(two.namespace);
  expect(one.namespace).toMatch(/^shop-[0-9a-f]{12}$/);
});

test("the home folder and the disk's root have namespaces too", () => {
  for (const path of [homedir(), "/"]) expect(findProject(path).namespace).toMatch(NAMESPACE_PATTERN);
});

test("a folder that is missing or is a file is refused", () => {
  make("shop", "file.txt");
  for (const path of ["missing", "shop/file.txt"]) {
    expect(() => findProject(join(folder, path))).toThrow(expect.objectContaining({ code: "invalid_input" }));
  }
});
