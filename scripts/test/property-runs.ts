// Loaded before the tests when FUZZ_RUNS is set: every property test then runs so many times as often.
import process from "node:process";
import fc from "fast-check";

const DEFAULT_RUNS = 100;

fc.configureGlobal({ numRuns: DEFAULT_RUNS * Number(process.env["FUZZ_RUNS"]) });
