import type { ServerDefinition } from "@quartet/core";
import { server as contextBridge } from "@quartet/context-bridge/server";
import { server as database } from "@quartet/database/server";
import { server as monitoring } from "@quartet/monitoring/server";
import { server as testingQa } from "@quartet/testing-qa/server";

/** The four servers, in the order people meet them. */
export const SERVERS: readonly ServerDefinition[] = [database, monitoring, testingQa, contextBridge];
