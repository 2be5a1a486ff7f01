import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveInside } from "./inside.ts";

let top: string;
let root: string;

beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), "quartet-inside-")));
  root = join(top, "b");
  await mkdir(join(root, "sub"), { recursive: true });
  await mkdir(join(top, "bextra"));
  await writeFile(join(root, "sub", "a.test.js"), "");
  await writeFile(join(top, "bextra", "a.test.js"), "");
  await symlink(join(top, "bextra"), join(root, "link"));
  await symlink(join(top, "bextra", "a.test.js"), join(root, "sub", "link.test.js"));
  await symlink(join(root, "sub"), join(root, "inner"));
});
afterAll(async () => rm(top, { recursive: true, force: true }));

async function file(path: string): Promise<string> {
  return resolveInside(path, { root, base: root, field: "files", kind: "file" });
}

describe("a path that a caller gives", () => {
  test("is followed to its real place inside the root", async () => {
    expect(await file("sub/a.test.js")).toBe(join(root, "sub", "a.test.js"));
    expect(await file("./sub/../sub/a.test.js")).toBe(join(root, "sub", "a.test.js"));
    expect(await file(join(root, "inner", "a.test.js"))).toBe(join(root, "sub", "a.test.js"));
  });

  test.each([
    ["denied", "../../etc/passwd"],
    ["denied", "/etc/passwd"],
    ["denied", "../bextra/a.test.js"],
    ["denied", "sub/../../bextra/a.test.js"],
    ["denied", "link/a.test.js"],
    ["denied", "sub/link.test.js"],
    ["invalid_input", "--config=/evil.mjs"],
    ["invalid_input", "-pevil"],
    ["invalid_input", "@/etc/passwd"],
    ["invalid_input", "a\0b"],
    ["invalid_input", "a\ud800b"],
    ["invalid_input", "a".repeat(10_000)],
    ["not_found", "gone.test.js"],
    ["not_found", "sub"],
    ["not_found", "; curl evil"],
  ])("is refused as %s: %j", async (code, path) => {
    await expect(file(path)).rejects.toMatchObject({ code, message: expect.stringMatching(/^files: /) });
  });

  test("never comes back in the message", async () => {
    await expect(file("../secret-name")).rejects.toMatchObject({ message: expect.not.stringContaining("secret-name") });
  });
});
