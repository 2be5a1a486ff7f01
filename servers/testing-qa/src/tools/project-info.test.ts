import { existsSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { connect, type Session } from "@quartet/testing";
import { relative } from "node:path";
import { cwd, execPath, platform, version } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureProject, fixtureProject, importsOf, makePipe } from "../fixture-project.ts";
import { server } from "../server.ts";

let fixture: FixtureProject;
let session: Session;

beforeAll(async () => {
  fixture = await fixtureProject("vitest", {
    "vitest.config.js": `throw new Error("a look at a project must not load this");`,
    "pnpm-lock.yaml": "",
    "src/a.test.js": importsOf("vitest"),
    "absent/package.json": JSON.stringify({ scripts: { test: "node --import tsx --test 'spec/**/*.js'" } }),
    "absent/spec/deep/a.js": "",
    "hostile/package.json": JSON.stringify({ scripts: { test: "node --test" } }),
    "hostile/node_modules/node/package.json": JSON.stringify({ name: "node", version: "24.0.0" }),
    "hostile/node_modules/node/bin/node": "#!/bin/sh\ntouch owned\n",
  });
  await chmod(fixture.path("hostile/node_modules/node/bin/node"), 0o755);
  session = await connect(server, { config: { root: fixture.project.folder } });
});
afterAll(async () => {
  await session.close();
  await fixture[Symbol.asyncDispose]();
});

describe("project_info", () => {
  test("shows the runner, its version and configuration, the Node and the next step", async () => {
    expect(await session.call("project_info")).toMatchObject({
      root: fixture.project.folder,
      project: ".",
      name: "fixture",
      packageManager: "pnpm",
      node: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      runners: [
        { name: "vitest", version: expect.stringMatching(/^\d+\./), configFiles: ["vitest.config.js"], testFiles: 1 },
      ],
      nextStep: "Call run_tests.",
    });
  });

  test("reads what the script of node:test adds", async () => {
    expect(await session.call("project_info", { project: "absent" })).toMatchObject({
      project: "absent",
      packageManager: "pnpm",
      runners: [{ name: "node-test", command: "node --import tsx --test spec/**/*.js", testFiles: 1 }],
    });
  });

  test("names the project's own Node without starting it", async () => {
    const answer = await session.call("project_info", { project: "hostile" });
    expect(answer.node).toEqual({ version: "24.0.0", foundBy: "project" });
    expect(existsSync(fixture.path("hostile/owned"))).toBe(false);
  });

  test("takes a relative nodePath from the folder that the server was started in", async () => {
    const config = { root: fixture.project.folder, nodePath: relative(cwd(), execPath) };
    const other = await connect(server, { config });
    expect((await other.call("project_info")).node).toEqual({ version: version.slice(1), foundBy: "setting" });
    await other.close();
  });

  test.runIf(platform !== "win32")("does not wait for a package.json or configuration that is a pipe", async () => {
    await mkdir(fixture.path("piped"));
    makePipe(fixture.path("piped/package.json"));
    makePipe(fixture.path("src/vitest.config.js"));
    expect(await session.fail("project_info", { project: "piped" })).toMatchObject({ code: "unavailable" });
    const answer = await session.call("project_info", { project: "src" });
    expect(answer).toMatchObject({ runners: [{ name: "vitest", configFiles: ["vitest.config.js"] }] });
    await rm(fixture.path("src/vitest.config.js"));
  });

  test("says what to do in a folder without tests", async () => {
    const answer = await session.call("project_info", { project: "src" });
    expect(answer).toMatchObject({ runners: [], nextStep: expect.stringContaining("project") });
  });
});
