import { expect, test } from "vitest";
import { fillManifest } from "./manifest.ts";

test("fields are replaced in their place and the rest stays", () => {
  const text = '{\n  "name": "a",\n  "version": "0.1.0",\n  "files": [\n    "dist"\n  ]\n}\n';
  expect(fillManifest(text, { version: "0.2.0" })).toBe(text.replace("0.1.0", "0.2.0"));
});
