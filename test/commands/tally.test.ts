import { expect, test } from "vitest";
import { exitCodeOf, verdictLines } from "../../scripts/test/verdict.ts";
import { NODE, runCommand } from "./run-command.ts";

test("a real run is counted honestly: a broken file and a broken hook are failures, skips keep their reason", async () => {
  const { out } = await runCommand([NODE, "test/fixtures/tally/run.ts"]);
  expect(JSON.parse(out)).toEqual({
    passed: 2,
    failed: 3,
    skipped: [
      { name: "mixed.case.ts > is skipped without a word", reason: "no reason given" },
      { name: "mixed.case.ts > is skipped for a reason", reason: "no chromium here" },
      { name: "mixed.case.ts > is still to be written", reason: "no reason given" },
    ],
  });
});

test("the last line holds the counts alone, after what was skipped and why", () => {
  const skipped = [{ name: "a.test.ts > draws", reason: "no chromium" }];
  expect(verdictLines({ passed: 2, failed: 1, skipped }, false)).toEqual([
    "",
    "SKIPPED  a.test.ts > draws: no chromium",
    "2 passed, 1 failed, 1 skipped",
  ]);
});

test("a skipped test fails the run where CI is set, and only there", () => {
  const tally = { passed: 2, failed: 0, skipped: [{ name: "a", reason: "b" }] };
  expect(exitCodeOf(tally, true)).toBe(1);
  expect(exitCodeOf(tally, false)).toBe(0);
});

test("a run without a single passed test is no success", () => {
  expect(exitCodeOf({ passed: 0, failed: 0, skipped: [] }, false)).toBe(1);
});
