import fc from "fast-check";
import { expect, test } from "vitest";
import type { Samples } from "../collectors/collector.ts";
import { type CpuSample, perMode } from "../collectors/cpu.ts";
import { busyPercent, cgroupCpuRate, cpuShares, diskRates, interfaceRates, pagingRate, processRates } from "./rates.ts";
import type { Measurement } from "./sampler.ts";

function measured(earlier: Partial<Samples>, later: Partial<Samples>, windowSeconds = 2): Measurement {
  return {
    earlier: { atMs: 0, samples: earlier, outcomes: [] },
    later: { atMs: windowSeconds * 1000, samples: later, outcomes: [] },
    windowSeconds,
  };
}

function cpus(...times: Partial<Record<string, number>>[]): CpuSample {
  return { cpus: times.map((ms, index) => ({ cpu: String(index), seconds: perMode((mode) => ms[mode] ?? 0) })) };
}

test("shares are of all cores, and waiting for disks is not being busy", () => {
  const shares = cpuShares(cpus({ idle: 10 }, { idle: 10 }), cpus({ idle: 11, user: 1 }, { idle: 11, iowait: 1 }));
  expect(shares).toMatchObject({ user: 25, iowait: 25, idle: 50 });
  expect(shares && busyPercent(shares)).toBe(25);
});

test("shares add up to 100 whatever the clocks did", () => {
  const seconds = fc.record({ user: fc.nat(1e6), idle: fc.nat(1e6), iowait: fc.nat(1e6), steal: fc.nat(1e6) });
  fc.assert(
    fc.property(seconds, seconds, (earlier, later) => {
      const shares = cpuShares(cpus(earlier), cpus(later));
      if (shares === undefined) return;
      expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100);
      expect(Math.min(...Object.values(shares))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a core that came online in between is left out, and no common core gives no shares", () => {
  const one = cpus({ user: 1, idle: 1 });
  expect(cpuShares(one, cpus({ user: 2, idle: 1 }, { user: 500 }))).toMatchObject({ user: 100 });
  expect(cpuShares({ cpus: [] }, one)).toBeUndefined();
  expect(cpuShares(one, one)).toBeUndefined();
});

test("disk and network totals become rates, and a new device waits for its second sample", () => {
  const disk = { device: "vda", reads: 0, writes: 0, readBytes: 100, writtenBytes: 0, busySeconds: 1 };
  const link = { device: "eth0", receive: { bytes: 10, errs: 1 }, transmit: { bytes: 2 ** 32 - 50 } };
  const pair = measured(
    { disks: [disk], network: [link] },
    {
      disks: [
        { ...disk, readBytes: 1100, writtenBytes: 600, busySeconds: 2 },
        { ...disk, device: "vdb" },
      ],
      network: [{ device: "eth0", receive: { bytes: 2010, errs: 4 }, transmit: { bytes: 50 } }],
    },
  );
  expect(diskRates(pair)).toEqual([
    { device: "vda", readBytesPerSecond: 500, writeBytesPerSecond: 300, busyPercent: 50 },
  ]);
  expect(interfaceRates(pair)).toEqual([
    { device: "eth0", receivedBytesPerSecond: 1000, sentBytesPerSecond: 50, faults: 3 },
  ]);
});

test("paging is a rate only where the kernel counts it", () => {
  expect(pagingRate(measured({ paging: { pswpin: 10 } }, { paging: { pswpin: 30 } }), "pswpin")).toBe(10);
  expect(pagingRate(measured({}, { paging: { pswpin: 30 } }), "pswpin")).toBeUndefined();
});

function cgroupAt(usedSeconds: number, periods: number, throttledPeriods: number): Partial<Samples> {
  return { cgroup: { version: 2, cpu: { usedSeconds, periods, throttledPeriods } } };
}

test("a cgroup's CPU is in cores, with the share of periods in which it was held back", () => {
  expect(cgroupCpuRate(measured(cgroupAt(1, 10, 0), cgroupAt(4, 30, 5)))).toEqual({ cores: 1.5, throttledPercent: 25 });
  expect(cgroupCpuRate(measured({}, cgroupAt(4, 30, 5)))).toBeUndefined();
});

test("a pid used again is another process, counted from its beginning", () => {
  const entry = { pid: 7, parentPid: 1, name: "x", state: "running" as const, memoryBytes: 1 };
  const table = (identity: string, cpuSeconds: number): Partial<Samples> => ({
    cpu: cpus({}, {}),
    processes: { partial: false, processes: [{ ...entry, identity, cpuSeconds }] },
  });
  expect(processRates(measured(table("7:1", 100), table("7:1", 101)))[0]?.cpuPercent).toBe(50);
  expect(processRates(measured(table("7:1", 100), table("7:2", 1)))[0]?.cpuPercent).toBe(50);
});

test("a system that gives a process's rate itself is believed", () => {
  const entry = {
    identity: "7",
    pid: 7,
    parentPid: 1,
    name: "x",
    state: "running" as const,
    memoryBytes: 1,
    cpuPercent: 33,
  };
  expect(processRates(measured({}, { processes: { partial: false, processes: [entry] } }))[0]?.cpuPercent).toBe(33);
});
