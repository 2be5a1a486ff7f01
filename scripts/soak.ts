// Runs every property test and fuzz of the suite many times over; FUZZ_RUNS says how many times (default 50).
import { execFileSync } from "node:child_process";
import process from "node:process";
import { startVitest } from "vitest/node";
import { createTally } from "./test/tally.ts";
import { exitCodeOf, verdictLines } from "./test/verdict.ts";

process.env["FUZZ_RUNS"] ??= "50";
const fuzzes = execFileSync("git", ["grep", "-lE", "fast-check|FUZZ_RUNS|testServer\\(", "--", "*.test.ts"], {
  encoding: "utf8",
});
const tally = createTally();
const vitest = await startVitest([...process.argv.slice(2), ...fuzzes.trim().split("\n")], {
  run: true,
  watch: false,
  allowOnly: false,
  reporters: ["default", tally.reporter],
});
await vitest.close();

console.log(verdictLines(tally.result(), true).join("\n"));
process.exit(exitCodeOf(tally.result(), true));
