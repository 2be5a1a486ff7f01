import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { errorCodeOf, toError } from "./errors.ts";

test("the code of an error is that of the system, whatever was thrown", async () => {
  const error: unknown = await readFile("/nonexistent/file").catch((thrown: unknown) => thrown);
  expect(errorCodeOf(error)).toBe("ENOENT");
  expect(errorCodeOf(Object.assign(new Error("x"), { code: 7 }))).toBeUndefined();
  for (const thrown of [new Error("x"), toError("x"), "ENOENT", null, undefined, 1]) {
    expect(errorCodeOf(thrown)).toBeUndefined();
  }
});
