import { defineResource, type ResourceCall } from "@quartet/core";
import type { Context } from "../context.ts";
import { readOverview } from "../overview/read.ts";

export const overviewResource = defineResource({
  uri: "monitoring://overview",
  name: "overview",
  title: "Machine overview",
  description: "The machine's state now, as get_overview gives it.",
  mimeType: "application/json",
  read: async (_params, { context, signal }: ResourceCall<Context>) =>
    JSON.stringify(await readOverview(context, signal)),
});
