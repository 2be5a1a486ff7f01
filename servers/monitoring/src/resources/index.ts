import type { Resource } from "@quartet/core";
import type { Context } from "../context.ts";
import { overviewResource } from "./overview.ts";

export const resources: readonly Resource<Context>[] = [overviewResource];
