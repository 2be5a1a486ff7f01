import { expect, test } from "vitest";
import type { Overview } from "../models.ts";
import { findUnusual } from "./findings.ts";

type Facts = Omit<Overview, "findings">;

const GIB = 1024 ** 3;

const quiet: Facts = {
  takenAt: "2026-11-28T12:00:00.000Z",
  windowSeconds: 1,
  host: { name: "box", system: "Linux", uptimeSeconds: 100, cores: 4 },
  cpu: { usedPercent: 5, userPercent: 4, systemPercent: 1, iowaitPercent: 0, stealPercent: 0, limitedBy: "host" },
  memory: {
    totalBytes: 16 * GIB,
    availableBytes: 8 * GIB,
    usedPercent: 50,
    swapTotalBytes: 0,
    swapUsedBytes: 0,
    swapPagesPerSecond: 0,
    limitedBy: "host",
  },
  load: { one: 0.5, five: 0.4, fifteen: 0.3 },
  pressure: { io: { avg10: 1, avg60: 1, fullAvg10: 0 }, memory: { avg10: 0, avg60: 0, fullAvg10: 0 } },
  disks: [],
  diskActivity: [],
  network: [],
  processes: { total: 100, zombies: 0, partial: false },
  topByCpu: [],
  topByMemory: [],
  omitted: { disks: 0, diskActivity: 0, network: 0 },
  unavailable: [],
};

const disk = { mount: "/", device: "/dev/vda", type: "ext4", answering: true, readOnly: false };

function change(part: Partial<Facts>): Facts {
  return { ...quiet, ...part };
}

test("a quiet machine has no findings", () => {
  expect(findUnusual(quiet)).toEqual([]);
});

test("a machine of which nothing could be read has no findings", () => {
  const { host: _host, cpu: _cpu, memory: _memory, load: _load, pressure: _pressure, ...nothing } = quiet;
  expect(findUnusual(nothing)).toEqual([]);
});

test.each<[string, Partial<Facts>, string, string]>([
  ["a full disk", { disks: [{ ...disk, usedPercent: 98, availableBytes: GIB }] }, "disk /", "critical"],
  ["a disk getting full", { disks: [{ ...disk, usedPercent: 90.1 }] }, "disk /", "warning"],
  ["a disk out of inodes", { disks: [{ ...disk, usedPercent: 10, inodesUsedPercent: 99 }] }, "inodes of /", "critical"],
  [
    "a dead network mount",
    { disks: [{ ...disk, mount: "/n", type: "nfs4", answering: false }] },
    "mount /n",
    "warning",
  ],
  ["little memory", { memory: { ...quiet.memory!, availableBytes: GIB } }, "memory", "warning"],
  [
    "a cgroup at its memory limit",
    { memory: { ...quiet.memory!, limitedBy: "cgroup", limitBytes: GIB, limitUsedPercent: 98 } },
    "memory limit of the cgroup",
    "critical",
  ],
  ["swapping", { memory: { ...quiet.memory!, swapPagesPerSecond: 300 } }, "swapping", "warning"],
  ["load above the cores", { load: { one: 4.4, five: 1, fifteen: 1 } }, "load", "warning"],
  [
    "throttling",
    { cpu: { ...quiet.cpu!, throttledPercent: 30, limitCores: 0.5 } },
    "CPU limit of the cgroup",
    "warning",
  ],
  ["stolen time", { cpu: { ...quiet.cpu!, stealPercent: 20 } }, "stolen CPU time", "warning"],
  ["disk waits", { pressure: { io: { avg10: 90, avg60: 1, fullAvg10: 70 } } }, "disk waits", "critical"],
  ["thrashing", { pressure: { memory: { avg10: 90, avg60: 1, fullAvg10: 20 } } }, "memory pressure", "warning"],
  ["a task limit near", { pids: { used: 95, limit: 100 } }, "process limit of the cgroup", "warning"],
  ["zombies", { processes: { total: 9, zombies: 2, partial: false } }, "zombie processes", "warning"],
])("%s is found, with evidence and a next step", (_what, part, subject, severity) => {
  const [found, ...others] = findUnusual(change(part));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ subject, severity });
  expect(found?.evidence).toMatch(/\d|does not answer/);
  expect(found?.next).not.toBe("");
});

test("a read-only image that is full, as they all are, is no finding", () => {
  expect(findUnusual(change({ disks: [{ ...disk, readOnly: true, usedPercent: 100 }] }))).toEqual([]);
});

test("a limit that is not set cannot be near", () => {
  expect(findUnusual(change({ pids: { used: 95_000 } }))).toEqual([]);
});

test("critical findings come first", () => {
  const facts = change({
    processes: { total: 9, zombies: 2, partial: false },
    load: { one: 40, five: 1, fifteen: 1 },
    disks: [{ ...disk, usedPercent: 91 }],
  });
  expect(findUnusual(facts).map(({ severity }) => severity)).toEqual(["critical", "warning", "warning"]);
});
