import os from "node:os";
import { expect, test } from "vitest";
import { buildOverview } from "../overview/overview.ts";
import { overview } from "../models.ts";
import { ASPECTS, readMachine } from "./collector.ts";
import { portableMachine } from "./portable.ts";

test("another system is told in the same shape, read by systeminformation", async () => {
  const machine = portableMachine(process.platform);
  const earlier = await readMachine(machine, ASPECTS);
  const later = await readMachine(machine, ASPECTS);
  expect(later.outcomes.filter(({ ok }) => !ok)).toEqual([]);
  expect(later.samples.memory?.totalBytes).toBe(os.totalmem());
  expect(later.samples.cpu?.cpus).toHaveLength(os.cpus().length);
  const own = later.samples.processes?.processes.find(({ pid }) => pid === process.pid);
  expect(own).toMatchObject({ parentPid: process.ppid });
  expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
  expect((await machine.commandLine(process.pid)).join(" ")).toContain("node");
  expect(await machine.commandLine(2 ** 30)).toEqual([]);

  const windowSeconds = (later.atMs - earlier.atMs) / 1000;
  const answer = buildOverview({ earlier, later, windowSeconds }, { topProcesses: 3, takenAt: new Date() });
  expect(overview.parse(answer)).toEqual(answer);
  expect(answer.topByMemory).toHaveLength(3);
});

test("Windows has no load average, and says nothing instead of zero", async () => {
  const { samples } = await readMachine(portableMachine("win32"), ["load", "pressure", "cgroup"]);
  expect(samples).toEqual({});
});
