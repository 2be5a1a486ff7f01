import * as z from "zod";

export const config = z.object({
  root: z.string().default(".").describe("Folder whose projects may be tested; nothing outside it is read or run"),
  timeoutMs: z
    .int()
    .min(1_000)
    .max(86_400_000)
    .default(40_000)
    .describe("Deadline of a test run that names none, in ms"),
  maxTimeoutMs: z
    .int()
    .min(1_000)
    .max(86_400_000)
    .default(3_600_000)
    .describe("Longest deadline that a call may ask for, in ms"),
  nodePath: z.string().default("").describe("Node that runs the tests; empty finds the project's own, then the PATH's"),
  passEnv: z.array(z.string()).default([]).describe("Environment variables handed to the tests beside the basic ones"),
});

export type Config = z.output<typeof config>;
