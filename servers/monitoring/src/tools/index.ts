import type { Tool } from "@quartet/core";
import type { Context } from "../context.ts";
import { getOverview } from "./get-overview.ts";
import { listProcesses } from "./list-processes.ts";
import { runCheck } from "./run-check.ts";

/** In display order. */
export const tools: readonly Tool<Context>[] = [getOverview, listProcesses, runCheck];
