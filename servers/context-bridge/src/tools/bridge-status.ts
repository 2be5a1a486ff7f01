import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { origin, originOf } from "../models.ts";

export const bridgeStatus = defineTool({
  name: "bridge_status",
  title: "Bridge status",
  description:
    "Tells which store is in use and who shares it, why it is degraded if it is, the namespace, how much it holds and who wrote lately. For when sharing does not work as expected.",
  effect: "read",
  untrusted: true,
  input: z.object({}),
  output: z.object({
    ...origin,
    reason: z.string().optional().describe("Why it is degraded"),
    notice: z.string().optional(),
    namespace: z.string(),
    project: z.string().optional().describe("Root folder that the namespace was made from"),
    you: z.string().describe("Writer name of this server process"),
    writers: z.array(z.string()).describe("Who wrote lately, newest first"),
    contexts: z.int(),
    events: z.int(),
    oldestSequence: z.int().describe("Events before it are no longer kept"),
    cursor: z.string().describe("Of the newest event"),
    sizeBytes: z.int(),
    path: z.string().optional(),
    skippedEvents: z.int().describe("Unreadable events passed over since start"),
  }),
  async run(_input, { context }: Call<Context>) {
    const store = await context.store();
    const { entries, events, head, oldestSequence, sizeBytes, path, writers, skippedEvents } = await store.status();
    return {
      ...originOf(store),
      ...(store.degraded !== undefined && { reason: store.degraded }),
      ...(store.notice !== undefined && { notice: store.notice }),
      namespace: store.namespace,
      ...(context.projectRoot !== undefined && { project: context.projectRoot }),
      you: context.by,
      writers: [...writers],
      contexts: entries,
      events,
      oldestSequence,
      cursor: head,
      sizeBytes,
      ...(path !== undefined && { path }),
      skippedEvents,
    };
  },
});
