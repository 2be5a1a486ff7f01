import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePipe } from "../fixture-project.ts";
import { codeFrame } from "../digest/code-frame.ts";
import { isOddity, readText } from "./read-text.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quartet-read-"));
  await writeFile(join(folder, "plain.js"), "one\ntwo\u001b[31m\nthree\n");
  await writeFile(join(folder, "large.js"), "x".repeat(3_000_000));
  if (platform === "win32") return;
  makePipe(join(folder, "pipe.js"));
  await symlink("/dev/zero", join(folder, "device.js"));
  await symlink("/etc/passwd", join(folder, "outside.js"));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

describe("a file of a project", () => {
  test("is read when it is an ordinary one", async () => {
    expect(await readText(join(folder, "plain.js"))).toContain("two");
    expect(await isOddity(join(folder, "plain.js"))).toBe(false);
    expect(await isOddity(join(folder, "gone.js"))).toBe(false);
  });

  test.each(["large.js", "gone.js", "pipe.js", "device.js", "."])("is not read when it is %s", async (name) => {
    expect(await readText(join(folder, name))).toBeUndefined();
  });

  test.runIf(platform !== "win32").each(["pipe.js", "device.js", "."])("is told from %s", async (name) => {
    expect(await isOddity(join(folder, name))).toBe(true);
  });

  test("is shown around a place, without colours", async () => {
    expect(await codeFrame({ file: join(folder, "plain.js"), line: 2 }, folder)).toBe(
      "  1 | one\n> 2 | two\n  3 | three\n  4 | ",
    );
  });

  test.each(["outside.js", "pipe.js", "device.js", "gone.js"])("is not shown when a stack names %s", async (name) => {
    expect(await codeFrame({ file: join(folder, name), line: 1 }, folder)).toBeUndefined();
  });
});
