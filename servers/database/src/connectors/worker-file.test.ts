import { expect, test } from "vitest";
import { workerFile } from "./worker-file.ts";

test("a worker lies beside its module: TypeScript in the sources, JavaScript in the bundle", () => {
  expect(workerFile("sqlite-child", "file:///src/connectors/sqlite-process.ts").href).toBe(
    "file:///src/connectors/sqlite-child.worker.ts",
  );
  expect(workerFile("sqlite-child", "file:///dist/server.js").href).toBe("file:///dist/sqlite-child.worker.js");
});
