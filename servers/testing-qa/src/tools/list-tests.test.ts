import { execPath } from "node:process";
import { connect, type Session } from "@quartet/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureProject, fixtureProject, importsOf } from "../fixture-project.ts";
import { server } from "../server.ts";

let fixture: FixtureProject;
let session: Session;

beforeAll(async () => {
  fixture = await fixtureProject("vitest", {
    "vitest.config.js": `throw new Error("a listing must not load this"); export default { test: { include: ["src/**/*.check.js"] } };`,
    "src/cart.check.js": `${importsOf("vitest")}describe("cart", () => { it("adds", () => {}); it.each([1])("holds %i", () => {}); });`,
    "src/broken.check.js": "it('x', () => {",
    "src/login.check.js": `${importsOf("vitest")}it("refuses", () => {});`,
    "src/other.test.js": "",
    "node_modules/x/y.check.js": "it('no', () => {})",
  });
  session = await connect(server, { config: { root: fixture.project.folder, nodePath: execPath } });
});
afterAll(async () => {
  await session.close();
  await fixture[Symbol.asyncDispose]();
});

describe("list_tests", () => {
  test("lists files and names by the project's patterns, without running its code", async () => {
    expect(await session.call("list_tests")).toEqual({
      runner: "vitest",
      exact: true,
      totalFiles: 3,
      totalTests: 3,
      files: [
        { file: "src/broken.check.js", count: 0, tests: [], unreadable: true },
        { file: "src/cart.check.js", count: 2, tests: ["3 cart > adds", "3 ~cart > holds %i"] },
        { file: "src/login.check.js", count: 1, tests: ["3 refuses"] },
      ],
      truncated: false,
    });
  });

  test("filters by file and by name, whatever the case", async () => {
    const byName = await session.call("list_tests", { filter: "CART > ADDS" });
    expect(byName.files).toEqual([{ file: "src/cart.check.js", count: 1, tests: ["3 cart > adds"] }]);
    expect((await session.call("list_tests", { filter: "login.check" })).totalTests).toBe(1);
    expect(await session.call("list_tests", { filter: "nothing like it" })).toMatchObject({ totalFiles: 0, files: [] });
  });
});
