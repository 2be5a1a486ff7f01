import * as z from "zod";
import { parseAllowedTarget } from "./checks/allowed-target.ts";

export const config = z.object({
  topProcesses: z.int().min(1).max(20).default(5).describe("Processes that get_overview names by CPU and by memory"),
  procRoot: z
    .string()
    .default("/proc")
    .describe("Where the kernel's /proc is mounted, for a container that watches its host"),
  sysRoot: z.string().default("/sys").describe("Where the kernel's /sys is mounted"),
  rootfs: z.string().default("/").describe("Where the root of the watched file systems is mounted"),
  privateTargets: z.boolean().default(true).describe("Let checks contact loopback and private addresses"),
  allowTargets: z
    .array(
      z
        .string()
        .refine(
          (text) => parseAllowedTarget(text) !== undefined,
          "must be an address, a range such as 10.0.0.0/8, or a name",
        ),
    )
    .default([])
    .describe(
      "Addresses, CIDR ranges or names that checks may contact although link-local or metadata addresses are refused",
    ),
});

export type Config = z.output<typeof config>;
