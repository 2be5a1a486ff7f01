import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath, version } from "node:process";
import type { Project } from "./runners/runner.ts";
import { readManifest } from "./project/manifest.ts";
import type { RunnerName } from "./models.ts";

/** A small project on disk for tests of this server; removed when it goes out of scope. */
export interface FixtureProject extends AsyncDisposable {
  readonly project: Project;
  path(file: string): string;
}

export type FixtureFiles = Readonly<Record<string, string>>;

/** Writes a project that uses `runner`; the test files begin with what they need to import. */
export async function fixtureProject(runner: RunnerName, files: FixtureFiles): Promise<FixtureProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "quartet-fixture-")));
  const all = { "package.json": JSON.stringify(MANIFESTS[runner]), ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  if (runner === "vitest") await linkVitest(folder);
  const node = { path: execPath, version: version.slice(1), foundBy: "server" } as const;
  return {
    project: { folder, manifest: await readManifest(folder), node },
    path: (file) => join(folder, file),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** The import lines with which the same test body runs under either runner. */
export function importsOf(runner: RunnerName): string {
  return runner === "vitest"
    ? `import { describe, it, expect } from "vitest";\nconst equal = (a, b) => expect(a).toEqual(b);\n`
    : `import { describe, it } from "node:test";\nimport { deepStrictEqual as equal } from "node:assert";\n`;
}

const PIPE_MAKER = "mkfifo";

/** Makes a pipe that nobody ever writes to. */
export function makePipe(path: string): void {
  execFileSync(PIPE_MAKER, [path]);
}

const MANIFESTS = {
  vitest: { name: "fixture", type: "module", devDependencies: { vitest: "*" } },
  "node-test": { name: "fixture", type: "module", scripts: { test: "node --test" } },
};

async function linkVitest(folder: string): Promise<void> {
  const installed = dirname(createRequire(import.meta.url).resolve("vitest/package.json"));
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(installed, join(folder, "node_modules", "vitest"), "junction");
}
