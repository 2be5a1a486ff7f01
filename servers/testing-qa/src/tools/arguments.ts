import * as z from "zod";
import { RUNNER_NAMES } from "../models.ts";

/** Arguments that several tools share. */
export const projectArgument = z.string().min(1).default(".").describe("Folder of the project, relative to the root");

export const runnerArgument = z
  .enum(RUNNER_NAMES)
  .optional()
  .describe("Needed only when the project has more than one");
