import os from "node:os";
import { describe, expect, test } from "vitest";
import { ASPECTS, readMachine } from "./collector.ts";
import { readKernelUnits } from "./kernel-units.ts";
import { linuxMachine } from "./linux.ts";

describe.runIf(process.platform === "linux")("the machine these tests run on", () => {
  test("is read without a failing collector, and agrees with what Node knows", async () => {
    const machine = linuxMachine({ proc: "/proc", sys: "/sys", rootfs: "/" }, await readKernelUnits());
    const { samples, outcomes } = await readMachine(machine, ASPECTS);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(samples.memory?.totalBytes).toBe(os.totalmem());
    expect(samples.cpu?.cpus).toHaveLength(os.cpus().length);
    expect(samples.host).toMatchObject({ hostName: os.hostname(), release: os.release() });
    expect(samples.network?.map(({ device }) => device)).toContain("lo");
    expect(samples.filesystems?.map(({ mountPoint }) => mountPoint)).toContain("/");
    const own = samples.processes?.processes.find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parentPid: process.ppid, user: os.userInfo().username });
  });
});
