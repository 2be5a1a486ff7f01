import { expect, test } from "vitest";
// @ts-expect-error -- plain JavaScript, which runs before there is a compiler
import { canRun, nodeProblem } from "./node-version.mjs";

test.each(["v18.20.4", "18.20.4", "16.0.0", "0.10.48"])("Node %s is refused in one line that names it", (version) => {
  expect(nodeProblem(version)).toMatch(new RegExp(`^Quartet needs Node 20 or newer.*Node ${version}\\..*again\\.$`));
});

test.each(["20.0.0", "20.20.2", "22.18.0", "26.10.0"])("Node %s can set the checkout up", (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

test("only Node 22.18 and newer can run the servers", () => {
  expect([canRun("20.20.2"), canRun("22.17.9"), canRun("22.18.0"), canRun("24.0.0")]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
