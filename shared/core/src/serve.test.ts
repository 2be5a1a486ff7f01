import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { homeOf } from "./serve.ts";

test.each([
  [undefined, join(homedir(), ".quartet")],
  ["", join(homedir(), ".quartet")],
  ["~", homedir()],
  ["~/kept here", join(homedir(), "kept here")],
  ["~other/kept", resolve("~other/kept")],
  ["kept", resolve("kept")],
  ["/kept", resolve("/kept")],
])("QUARTET_HOME=%s is the folder %s", (written, folder) => {
  expect(homeOf({ QUARTET_HOME: written })).toBe(folder);
});
