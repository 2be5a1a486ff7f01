import type { Resource } from "@quartet/core";
import type { Context } from "../context.ts";
import { schemaMap } from "./schema-map.ts";
import { tableSchema } from "./table-schema.ts";

export const resources: readonly Resource<Context>[] = [schemaMap, tableSchema];
