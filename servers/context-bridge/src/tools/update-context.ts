import { isJsonObject, updateEntry } from "@quartet/bus";
import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { ifRevision, isoTime, key, operationId, originOf, receipt, tags, ttlSeconds } from "../models.ts";

export const updateContext = defineTool({
  name: "update_context",
  title: "Update context",
  description:
    "Merges a patch into the stored object (RFC 7396: objects merge, null removes a member, all else replaces). Keeps what others changed meanwhile; with ifRevision it fails with conflict instead.",
  effect: "destroy",
  input: z.object({
    key: key.describe("Of the stored value"),
    // Not a record: zod would drop a member called __proto__ without a word.
    patch: z.unknown().refine(isJsonObject, "must be an object").meta({ type: "object" }).describe("Only what changes"),
    tags: tags.optional().describe("Replace the tags"),
    ttlSeconds: ttlSeconds.optional().describe("New time to live from now"),
    ifRevision,
    operationId,
  }),
  output: z.object({ ...receipt, expiresAt: z.string().optional() }),
  async run(input, { context }: Call<Context>) {
    const store = await context.store();
    const { revision, replayed, expiresAtMs } = await updateEntry(store, {
      key: input.key,
      patch: input.patch,
      by: context.by,
      ...(input.tags !== undefined && { tags: input.tags }),
      ...(input.ttlSeconds !== undefined && { ttlMs: input.ttlSeconds * 1_000 }),
      ...(input.ifRevision !== undefined && { expect: input.ifRevision }),
      ...(input.operationId !== undefined && { operationId: input.operationId }),
    });
    return {
      key: input.key,
      revision,
      replayed,
      ...(expiresAtMs !== undefined && { expiresAt: isoTime(expiresAtMs) }),
      ...originOf(store),
    };
  },
});
