import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parseAuxiliaryVector, readKernelUnits } from "./kernel-units.ts";

const run = promisify(execFile);

test.runIf(process.platform === "linux")("the units are those that getconf tells", async () => {
  const [ticks, page] = await Promise.all([run("getconf", ["CLK_TCK"]), run("getconf", ["PAGESIZE"])]);
  expect(await readKernelUnits()).toEqual({
    ticksPerSecond: Number(ticks.stdout),
    pageSizeBytes: Number(page.stdout),
  });
});

test("a vector that tells nothing, or nonsense, gives the usual units", async () => {
  const usual = { ticksPerSecond: 100, pageSizeBytes: 4096 };
  expect(parseAuxiliaryVector(Buffer.alloc(0))).toEqual(usual);
  expect(parseAuxiliaryVector(Buffer.alloc(64, 0xff))).toEqual(usual);
  expect(await readKernelUnits("/nonexistent/auxv")).toEqual(usual);
});
