import { secret } from "@quartet/core";
import * as z from "zod";

export const config = z.object({
  greeting: z.string().min(1).default("hello").describe("Word that opens every echo"),
  pageSize: z.int().min(1).max(500).default(50).describe("Numbers in one page"),
  tags: z.array(z.string()).default([]).describe("Labels of this server"),
  apiKey: secret().optional().describe("Key that must never be printed"),
});
