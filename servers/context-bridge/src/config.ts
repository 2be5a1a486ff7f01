import { NAMESPACE_PATTERN } from "@quartet/bus";
import * as z from "zod";

export const config = z.object({
  store: z
    .enum(["auto", "local", "memory"])
    .default("auto")
    .describe("local: one file for all processes of the user; memory: this process alone; auto: local where possible"),
  project: z.string().min(1).default(".").describe("Folder of the project whose contexts are shared"),
  namespace: z
    .string()
    .regex(NAMESPACE_PATTERN, "must be lower-case letters, digits and . _ -")
    .optional()
    .describe("Name under which contexts are shared, instead of one made from the project's root folder"),
  agent: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._@/-]{0,59}$/, "must be up to 60 letters, digits, spaces and . _ @ / -")
    .optional()
    .describe("Name that others see as the writer; without it one is made up for each process"),
});

export type Config = z.output<typeof config>;
