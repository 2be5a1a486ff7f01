import { secret } from "@quartet/core";
import * as z from "zod";

export const config = z.object({
  url: secret()
    .optional()
    .describe("Database to open: a path, sqlite:PATH or a file: URL; without it a sample database. Never written to"),
  maxRows: z.int().min(1).max(10_000).default(1_000).describe("Most rows that one page of a query may hold"),
  processes: z
    .int()
    .min(1)
    .max(32)
    .default(4)
    .describe("Query processes at once, so that a slow query holds up no other"),
  memoryMb: z.int().min(128).max(16_384).default(512).describe("Memory at which a query process is ended, in MB"),
});

export type Config = z.output<typeof config>;
