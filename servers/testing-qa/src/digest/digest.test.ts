import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report, TestResult } from "../models.ts";
import { cleanText, shorten } from "./clean-text.ts";
import { clusterFailures, failuresOf } from "./cluster.ts";
import { digest } from "./digest.ts";
import { normaliseMessage } from "./normalise.ts";
import { projectFrames } from "./stack-frames.ts";

const FOLDER = "/p";

function failing(at: number, error: { message: string; name?: string; stack?: string; diff?: string }): TestResult {
  const file = `${FOLDER}/test/part-${at % 40}.test.js`;
  return {
    kind: "test",
    file,
    titles: ["suite", `case ${at}`],
    state: "failed",
    line: 10 + at,
    durationMs: 1,
    errors: [error],
  };
}

const EMPTY: Report = {
  began: true,
  ended: true,
  interrupted: false,
  forgedLines: 0,
  tests: [],
  problems: [],
  finishedFiles: [],
  emptyFiles: [],
  incompleteFiles: [],
  unfinished: [],
};

describe("the digest of failures", () => {
  test("tells 30 failures of 3 causes among 2,000 tests in at most 1,200 tokens", async () => {
    const causes = [
      (at: number) => ({
        name: "TypeError",
        message: `Cannot read properties of undefined (reading 'price')`,
        stack: `TypeError\n    at total (/p/src/cart.js:12:9)\n    at /p/test/part-${at % 40}.test.js:${10 + at}:3`,
      }),
      (at: number) => ({
        name: "AssertionError",
        message: `order ${at * 7}: expected ${at} to be ${at + 1}`,
        diff: `- ${at + 1}\n+ ${at}`,
        stack: `AssertionError\n    at check (/p/src/testing/expect-order.js:4:2)`,
      }),
      (at: number) => ({
        name: "Error",
        message: `connect ECONNREFUSED 127.0.0.1:${5000 + at}`,
        stack: `Error\n    at connect (/p/src/db.js:30:1)`,
      }),
    ];
    const tests = Array.from({ length: 2_000 }, (_, at): TestResult => {
      const passed: TestResult = { ...failing(at, { message: "" }), state: "passed", errors: [] };
      return at < 30 ? failing(at, causes[at % 3]?.(at) ?? { message: "" }) : passed;
    });
    const clusters = clusterFailures(failuresOf(EMPTY, tests, FOLDER));
    expect(clusters.map(({ failures }) => failures.length)).toEqual([10, 10, 10]);
    const { clusters: shown, omitted } = await digest(clusters, FOLDER, 32_000);
    expect(omitted).toBe(0);
    expect(Buffer.byteLength(JSON.stringify(shown)) / 4).toBeLessThanOrEqual(1_200);
  });

  test("keeps causes apart that differ in place or in kind of error", () => {
    const error = { name: "Error", message: "no" };
    const places = ["/p/src/a.js:1:1", "/p/src/a.js:2:1", "/p/src/b.js:1:1"];
    const tests = places.map((place, at) => failing(at, { ...error, stack: `Error\n    at f (${place})` }));
    expect(
      clusterFailures(failuresOf(EMPTY, [...tests, failing(9, { ...error, name: "TypeError" })], FOLDER)),
    ).toHaveLength(4);
  });

  test("stays within its budget, leaves whole causes out and says how many", async () => {
    const tests = Array.from({ length: 50 }, (_, at) =>
      failing(at, {
        message: `${"x".repeat(at)} ${"long ".repeat(500)}`,
        stack: `Error\n    at f (/p/src/a.js:${at + 1}:1)`,
      }),
    );
    const clusters = clusterFailures(failuresOf(EMPTY, tests, FOLDER));
    const { clusters: shown, omitted } = await digest(clusters, FOLDER, 8_000);
    expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(8_000);
    expect(shown.length + omitted).toBe(50);
    expect(shown.length).toBeGreaterThan(1);
  });

  test("keeps what identifies a single cause when even that is too much", async () => {
    const failure = failing(1, {
      message: "long ".repeat(500),
      diff: "+ more\n".repeat(100),
      stack: "Error\n    at f (/p/src/a.js:1:1)",
    });
    const { clusters: shown } = await digest(clusterFailures(failuresOf(EMPTY, [failure], FOLDER)), FOLDER, 600);
    expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(600);
    expect(shown[0]).toMatchObject({ at: "src/a.js:1", tests: ["test/part-1.test.js::suite > case 1"] });
  });

  test("gives tests of one name in one file different ids", () => {
    const twin = failing(1, { message: "no" });
    expect(failuresOf(EMPTY, [twin, twin], FOLDER).map(({ id }) => id)).toEqual([
      "test/part-1.test.js::suite > case 1",
      "test/part-1.test.js::suite > case 1 #2",
    ]);
  });
});

describe("text from a run", () => {
  test("loses colours, links, bells, overwritten parts and secrets", () => {
    expect(cleanText("\u001b[31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007 \u0007")).toBe(
      "red link ",
    );
    expect(cleanText("10 %\r100 %\r\ndone")).toBe("100 %\ndone");
    expect(cleanText("postgres://user:hunter22@host/db")).not.toContain("hunter22");
    expect(cleanText("\u202eevil\ud800")).toBe("evil\ufffd");
  });

  test("holds no control character but tab and line feed, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // oxlint-disable-next-line no-control-regex -- control characters are what it is for.
        expect(cleanText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  test("is cut before it is searched for secrets", () => {
    expect(cleanText("a".repeat(5_000_000)).length).toBeLessThanOrEqual(8_000);
    expect(failuresOf(EMPTY, [failing(1, { message: "no" })], FOLDER)[0]?.id).not.toContain("\u001b");
    const loud = { ...failing(1, { message: "no" }), project: "\u001b[31mred", titles: ["x".repeat(5_000_000)] };
    expect(failuresOf(EMPTY, [loud], FOLDER)[0]?.id).toMatch(/^\[red\] test\/part-1\.test\.js::x{200,300}$/);
  });

  test("is shortened with a mark, and left alone when it fits", () => {
    expect(shorten("a\nb\nc", 100, 2)).toBe("a\nb …");
    expect(shorten("a\nb", 100, 2)).toBe("a\nb");
  });

  test("is normalised to what failures of one cause share", () => {
    const one = normaliseMessage("timed out after 5003 ms on /tmp/x-1/a.js at 2026-11-28T10:00:00Z (id 0xdeadbeef01)");
    const two = normaliseMessage("timed out after 4998 ms on /tmp/y-22/b.js at 2026-11-27T23:59:59Z (id 0xfeedface99)");
    expect(one).toBe(two);
    expect(normaliseMessage("missing key 'price'")).not.toBe(normaliseMessage("missing key 'name'"));
  });

  test.each([
    ["    at total (/p/src/a.js:12:9)", [{ file: "/p/src/a.js", line: 12 }]],
    ["    at async file:///p/src/a%20b.js:3:1", [{ file: "/p/src/a b.js", line: 3 }]],
    ["    at fn (/p/src/a.ts?v=12ab:7:1)", [{ file: "/p/src/a.ts", line: 7 }]],
    ["    at fn (/p/node_modules/x/index.js:7:1)", []],
    ["    at fn (/pother/a.js:7:1)", []],
    ["    at node:internal/process/task_queues:104:5", []],
    ["expected 1:2:3", []],
    [`    at ${"x /".repeat(500)}p/src/a.js:7:1`, []],
  ])("has its project frames found in %j", (stack, frames) => {
    expect(projectFrames(stack, FOLDER)).toEqual(frames);
  });
});
