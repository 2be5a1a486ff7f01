import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

async function temp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "quartet-folder-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("a folder is made with its parents, and making it again is no error", async () => {
  const path = join(await temp(), "a", "b", "c");
  await Promise.all([makeFolder(path), makeFolder(path)]);
  await makeFolder(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test("a file in the way is an error", async () => {
  const folder = await temp();
  await writeFile(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(process.platform === "linux")("a place that takes no folders is an error and no endless loop", async () => {
  await expect(makeFolder("/proc/quartet/home")).rejects.toMatchObject({ code: "ENOENT" });
});
