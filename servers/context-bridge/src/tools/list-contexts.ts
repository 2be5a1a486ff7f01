import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { origin, originOf, pattern, summary, summaryOf, tags } from "../models.ts";

const PAGE_LENGTH = 100;

export const listContexts = defineTool({
  name: "list_contexts",
  title: "List contexts",
  description:
    "Lists what is stored for this project, without the values: key, revision, author, tags, size and times.",
  effect: "read",
  untrusted: true,
  list: "contexts",
  input: z.object({
    tags: tags.optional().describe("All of these"),
    pattern: pattern.optional().describe("Keys, with * for any characters and ? for one"),
    search: z.string().max(200).optional().describe("Words that all occur in key, tags or value"),
  }),
  output: z.object({ contexts: z.array(z.object(summary)), total: z.int(), ...origin }),
  async run(input, { context, offset }: Call<Context>) {
    const store = await context.store();
    const { entries, total } = await store.list({
      offset,
      limit: PAGE_LENGTH,
      ...(input.tags !== undefined && { tags: input.tags }),
      ...(input.pattern !== undefined && { pattern: input.pattern }),
      ...(input.search !== undefined && { search: input.search }),
    });
    return { contexts: entries.map(summaryOf), total, more: offset + entries.length < total, ...originOf(store) };
  },
});
