import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import type { Context } from "../context.ts";
import { overview } from "../models.ts";
import { readOverview } from "../overview/read.ts";

export const getOverview = defineTool({
  name: "get_overview",
  title: "Machine overview",
  description:
    "How the machine is doing now: CPU, memory, disks, network, load, pressure, container limits and the top processes. " +
    "Start here when something is slow or fails; `findings` names what is unusual with evidence and a next step.",
  effect: "read",
  untrusted: true,
  input: z.object({}),
  output: overview,
  run: async (_input, { context, signal }: Call<Context>) => readOverview(context, signal),
});
