import { expect, onTestFinished, test } from "vitest";
import { ASPECTS, type Machine, readMachine } from "../collectors/collector.ts";
import { linuxMachine } from "../collectors/linux.ts";
import { overview } from "../models.ts";
import { fixtureMachine, type KernelTree } from "../collectors/machine.fixture.ts";
import { buildOverview } from "./overview.ts";

function tree(state: { user: number; cgroupUsec: number; throttled: number }): KernelTree {
  return {
    "proc/stat": `cpu0 ${state.user} 0 0 1000\ncpu1 0 0 0 ${1000 + state.user}\nbtime 1700000000\n`,
    "proc/meminfo": "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n",
    "proc/uptime": "652.74 1158.83\n",
    "proc/loadavg": "0.19 0.18 0.11 1/144 8656\n",
    "proc/net/dev": "Inter-| Receive | Transmit\n face |bytes|bytes\n",
    "proc/self/cgroup": "0::/\n",
    "proc/self/mountinfo": "31 24 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    "sys/fs/cgroup/memory.max": "1073741824\n",
    "sys/fs/cgroup/memory.current": "1063004406\n",
    "sys/fs/cgroup/cpu.max": "50000 100000\n",
    "sys/fs/cgroup/cpu.stat": `usage_usec ${state.cgroupUsec}\nnr_periods ${state.throttled * 2}\nnr_throttled ${state.throttled}\n`,
    "proc/1/stat": `1 (in\u001Bit) Z 0 1 1 0 -1 0 0 0 0 0 ${state.user} 0 0 0 20 0 2 0 12345 1000 25 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0`,
  };
}

async function machineOf(files: KernelTree): Promise<Machine> {
  const { roots, dispose } = await fixtureMachine(files);
  onTestFinished(dispose);
  return linuxMachine(roots, { ticksPerSecond: 100, pageSizeBytes: 4096 });
}

const options = { topProcesses: 3, takenAt: new Date("2026-11-28T12:00:00Z") };

test("in a container the narrower limit is named beside the host's numbers", async () => {
  const earlier = await readMachine(await machineOf(tree({ user: 0, cgroupUsec: 0, throttled: 0 })), ASPECTS);
  const later = await readMachine(await machineOf(tree({ user: 100, cgroupUsec: 400_000, throttled: 10 })), ASPECTS);
  const answer = buildOverview({ earlier, later, windowSeconds: 1 }, options);
  expect(overview.parse(answer)).toEqual(answer);
  expect(answer.cpu).toMatchObject({
    usedPercent: 50,
    limitedBy: "cgroup",
    limitCores: 0.5,
    limitUsedPercent: 80,
    throttledPercent: 50,
  });
  expect(answer.memory).toMatchObject({ usedPercent: 50, limitedBy: "cgroup", limitUsedPercent: 99 });
  expect(answer.topByCpu).toMatchObject([{ pid: 1, name: "in it", cpuPercent: 100 }]);
  expect(answer.findings.map(({ subject }) => subject)).toEqual([
    "memory limit of the cgroup",
    "CPU limit of the cgroup",
    "zombie processes",
  ]);
});

test("a process that is a zombie only now is no finding", async () => {
  const files = tree({ user: 0, cgroupUsec: 0, throttled: 0 });
  const alive = { ...files, "proc/1/stat": (files["proc/1/stat"] ?? "").replace(" Z ", " S ") };
  const earlier = await readMachine(await machineOf(alive), ASPECTS);
  const later = await readMachine(await machineOf(files), ASPECTS);
  const answer = buildOverview({ earlier, later, windowSeconds: 1 }, options);
  expect(answer.processes.zombies).toBe(0);
});

test("what cannot be read is named, and the rest is still told", async () => {
  const machine = await machineOf({ "proc/loadavg": "0.19 0.18 0.11 1/144 8656\n" });
  const reading = await readMachine(machine, ASPECTS);
  const answer = buildOverview({ earlier: reading, later: reading, windowSeconds: 1 }, options);
  expect(overview.parse(answer)).toEqual(answer);
  expect(answer.load).toEqual({ one: 0.19, five: 0.18, fifteen: 0.11 });
  expect(answer.unavailable.map(({ what, reason }) => `${what} ${reason}`)).toEqual([
    "host ENOENT",
    "cpu ENOENT",
    "memory ENOENT",
    "network ENOENT",
  ]);
  expect(answer.findings).toEqual([]);
});
