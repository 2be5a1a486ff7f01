import type { Resource } from "@quartet/core";
import type { Context } from "../context.ts";
import { contextValue } from "./context-value.ts";

export const resources: readonly Resource<Context>[] = [contextValue];
