import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { testServer } from "@quartet/testing";
import { afterAll, beforeAll } from "vitest";
import { server } from "./server.ts";

const MANIFEST = JSON.stringify({ name: "contract", type: "module", scripts: { test: "node --test" } });
const IMPORTS = 'import { test } from "node:test";\n';

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "quartet-contract-project-"));
  const many = Array.from({ length: 40 }, (_, index) => [
    `many/part-${index}.test.js`,
    `${IMPORTS}test("adds up to ${index} whatever the weather may be today", () => {});\n`,
  ]);
  const files: Record<string, string> = {
    ...Object.fromEntries(many),
    "many/package.json": MANIFEST,
    "small/package.json": MANIFEST,
    "small/sum.test.js": `${IMPORTS}test("adds", () => {});\n`,
    "endless/package.json": MANIFEST,
    "endless/never.test.js": `${IMPORTS}test("never ends", () => new Promise(() => setInterval(() => {}, 1000)));\n`,
    "empty/package.json": MANIFEST,
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

testServer(server, {
  config: () => ({ root }),
  examples: {
    project_info: { project: "small" },
    list_tests: { project: "many" },
    run_tests: { project: "small" },
  },
  slow: { tool: "run_tests", arguments: { project: "endless" } },
  budget: { listTokens: 3_000 },
  fuzz: { run_tests: { project: "empty", timeoutMs: 5_000 } },
});
