import { missing } from "@quartet/bus";
import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { ifRevision, key, operationId, originOf, receipt } from "../models.ts";

export const deleteContext = defineTool({
  name: "delete_context",
  title: "Delete context",
  description: "Deletes a stored value for everybody. Others learn of it by an event.",
  effect: "destroy",
  idempotent: true,
  input: z.object({ key: key.describe("Of the stored value"), ifRevision, operationId }),
  output: z.object(receipt),
  async run(input, { context }: Call<Context>) {
    const store = await context.store();
    const done = await store.remove({
      key: input.key,
      by: context.by,
      ...(input.ifRevision !== undefined && { expect: input.ifRevision }),
      ...(input.operationId !== undefined && { operationId: input.operationId }),
    });
    if (done === undefined) throw await missing(store, input.key);
    return { key: input.key, revision: done.revision, replayed: done.replayed, ...originOf(store) };
  },
});
