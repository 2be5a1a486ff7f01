import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginGeneration, currentGeneration, fileBefore, isCurrent } from "./generation.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quartet-generation-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const databases = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".db"));

test("all who ask get the same file", () => {
  const first = currentGeneration(folder);
  expect(currentGeneration(folder)).toEqual(first);
  expect(first.number).toBe(1);
  expect(isCurrent(first)).toBe(true);
});

test("of several who begin the next generation at once one wins, and the others leave nothing", () => {
  const first = currentGeneration(folder);
  for (let n = 0; n < 3; n++) beginGeneration(folder, 2);
  expect(isCurrent(first)).toBe(false);
  const second = currentGeneration(folder);
  expect(second.number).toBe(2);
  expect(databases()).toHaveLength(2);
  expect(fileBefore(second)).toBe(first.path);
  expect(fileBefore(first)).toBeUndefined();
});

test("a deleted file is never made again under its name", () => {
  const first = currentGeneration(folder);
  rmSync(first.path);
  expect(isCurrent(first)).toBe(false);
  const second = currentGeneration(folder);
  expect(second.path).not.toBe(first.path);
  expect(fileBefore(second)).toBeUndefined();
});

test("a pointer deleted and made anew is noticed by who followed the old one", () => {
  const first = currentGeneration(folder);
  rmSync(join(folder, "generation-1"));
  expect(isCurrent(first)).toBe(false);
  const anew = currentGeneration(folder);
  expect(anew.path).not.toBe(first.path);
  expect(isCurrent(first)).toBe(false);
});

test("a pointer that names anything but a store's file is not followed", () => {
  writeFileSync(join(folder, "generation-1"), "../../etc/passwd\n");
  expect(() => currentGeneration(folder)).toThrow(expect.objectContaining({ name: "StoreBusy" }));
});
