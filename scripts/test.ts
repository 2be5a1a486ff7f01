// Runs every test, or those of the paths given, and ends with a line that counts them.
import { availableParallelism } from "node:os";
import process from "node:process";
import { startVitest } from "vitest/node";
import { createTally } from "./test/tally.ts";
import { verdictLines, exitCodeOf } from "./test/verdict.ts";

const tally = createTally();
const vitest = await startVitest(process.argv.slice(2), {
  run: true,
  watch: false,
  // A forgotten `.only` must not pass for a full run anywhere.
  allowOnly: false,
  passWithNoTests: false,
  // Most tests wait for processes more than they compute, so no core is spared for the runner.
  maxWorkers: Math.max(2, availableParallelism()),
  reporters: ["default", tally.reporter],
});
await vitest.close();

const strict = Boolean(process.env["CI"]) && process.env["CI"] !== "false";
console.log(verdictLines(tally.result(), strict).join("\n"));
process.exit(exitCodeOf(tally.result(), strict));
