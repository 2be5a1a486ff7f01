import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { ifRevision, isoTime, key, operationId, originOf, receipt, tags, ttlSeconds } from "../models.ts";

const ANY_JSON = ["object", "array", "string", "number", "boolean", "null"].map((type) => ({ type }) as const);

export const storeContext = defineTool({
  name: "store_context",
  title: "Store context",
  description:
    "Stores a JSON value under a key for every agent and editor of this project, replacing what was there. Give ifRevision to not overwrite what you have not seen.",
  effect: "destroy",
  input: z.object({
    key: key.describe("Such as plan/checkout or decision/auth"),
    value: z
      .unknown()
      .meta({ anyOf: [...ANY_JSON] })
      .describe("Any JSON, up to 256 KiB"),
    tags: tags.optional().describe("Words to find it by"),
    ttlSeconds: ttlSeconds.optional().describe("Forgotten after this; without it kept"),
    ifRevision: ifRevision.describe('Revision you read, or "absent" to only create'),
    operationId,
  }),
  output: z.object({ ...receipt, created: z.boolean(), expiresAt: z.string().optional() }),
  async run(input, { context }: Call<Context>) {
    const store = await context.store();
    const done = await store.put({
      key: input.key,
      value: input.value,
      by: context.by,
      ...(input.tags !== undefined && { tags: input.tags }),
      ...(input.ttlSeconds !== undefined && { ttlMs: input.ttlSeconds * 1_000 }),
      ...(input.ifRevision !== undefined && { expect: input.ifRevision }),
      ...(input.operationId !== undefined && { operationId: input.operationId }),
    });
    const { revision, replayed, created, expiresAtMs } = done;
    return {
      key: input.key,
      revision,
      replayed,
      created,
      ...(expiresAtMs !== undefined && { expiresAt: isoTime(expiresAtMs) }),
      ...originOf(store),
    };
  },
});
