import type { Tool } from "@quartet/core";
import type { Context } from "../context.ts";
import { describeTable } from "./describe-table.ts";
import { listConnections } from "./list-connections.ts";
import { runQuery } from "./run-query.ts";
import { searchSchema } from "./search-schema.ts";

/** In the order in which clients show them. */
export const tools: readonly Tool<Context>[] = [searchSchema, describeTable, runQuery, listConnections];
