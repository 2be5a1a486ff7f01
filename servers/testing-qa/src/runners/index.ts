import type { RunnerName } from "../models.ts";
import { nodeTest } from "./node-test.ts";
import type { Runner } from "./runner.ts";
import { vitest } from "./vitest.ts";

/** Every runner there is, in the order in which they are offered. */
export const runners: Readonly<Record<RunnerName, Runner>> = { vitest, "node-test": nodeTest };
