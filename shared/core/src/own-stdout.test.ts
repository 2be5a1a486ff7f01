import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ownStdout } from "./own-stdout.ts";

test("only the owner still writes to stdout; what anybody else prints goes to stderr", () => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const own = ownStdout({ stdout, stderr } as unknown as NodeJS.Process);
  stdout.write("a stray line\n");
  own.write("{}\n");
  expect(String(stdout.read())).toBe("{}\n");
  expect(String(stderr.read())).toBe("a stray line\n");
});
