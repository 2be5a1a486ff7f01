import type { Tool } from "@quartet/core";
import type { Context } from "../context.ts";
import { bridgeStatus } from "./bridge-status.ts";
import { deleteContext } from "./delete-context.ts";
import { listContexts } from "./list-contexts.ts";
import { retrieveContext } from "./retrieve-context.ts";
import { storeContext } from "./store-context.ts";
import { updateContext } from "./update-context.ts";
import { waitForEventsTool } from "./wait-for-events.ts";

export const tools: readonly Tool<Context>[] = [
  storeContext,
  retrieveContext,
  updateContext,
  deleteContext,
  listContexts,
  waitForEventsTool,
  bridgeStatus,
];
