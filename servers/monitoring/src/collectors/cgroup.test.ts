import { expect, onTestFinished, test } from "vitest";
import { fixtureMachine, type KernelTree } from "./machine.fixture.ts";
import { cgroupCollector } from "./cgroup.ts";
import { parseGroups } from "./cgroup-paths.ts";

async function collect(files: KernelTree) {
  const { roots, dispose } = await fixtureMachine(files);
  onTestFinished(dispose);
  return await cgroupCollector(roots).collect();
}

const mount = (name: string): string => `4 3 0:9 /docker/abc /sys/fs/cgroup/${name} ro - cgroup cgroup rw,${name}\n`;

const unified = "31 24 0:27 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

test("a container on cgroup v2 knows its limits and its use", async () => {
  const sample = await collect({
    "proc/self/cgroup": "0::/\n",
    "proc/self/mountinfo": unified,
    "sys/fs/cgroup/memory.max": "536870912\n",
    "sys/fs/cgroup/memory.current": "400000000\n",
    "sys/fs/cgroup/memory.stat": "anon 1\ninactive_file 100000000\n",
    "sys/fs/cgroup/cpu.max": "150000 100000\n",
    "sys/fs/cgroup/cpu.stat": "usage_usec 2500000\nnr_periods 40\nnr_throttled 10\nthrottled_usec 500000\n",
    "sys/fs/cgroup/pids.max": "max\n",
    "sys/fs/cgroup/pids.current": "12\n",
  });
  expect(sample).toEqual({
    version: 2,
    memory: { limitBytes: 536_870_912, usedBytes: 400_000_000, workingSetBytes: 300_000_000 },
    cpu: { limitCores: 1.5, usedSeconds: 2.5, periods: 40, throttledPeriods: 10, throttledSeconds: 0.5 },
    pids: { used: 12 },
  });
});

test("the tightest limit of all levels counts, with the use at that level", async () => {
  const sample = await collect({
    "proc/self/cgroup": "0::/user.slice/app.scope\n",
    "proc/self/mountinfo": unified,
    "sys/fs/cgroup/user.slice/memory.max": "1000\n",
    "sys/fs/cgroup/user.slice/memory.current": "900\n",
    "sys/fs/cgroup/user.slice/app.scope/memory.max": "5000\n",
    "sys/fs/cgroup/user.slice/app.scope/memory.current": "20\n",
  });
  expect(sample?.memory).toEqual({ limitBytes: 1000, usedBytes: 900, workingSetBytes: 900 });
});

test("a container on cgroup v1 is read by its controllers, below the folder that is mounted", async () => {
  const sample = await collect({
    "proc/self/cgroup":
      "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n2:pids:/docker/abc\n1:name=systemd:/docker/abc\n",
    "proc/self/mountinfo": mount("memory") + mount("cpu,cpuacct") + mount("pids"),
    "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "sys/fs/cgroup/memory/memory.usage_in_bytes": "1000\n",
    "sys/fs/cgroup/memory/memory.stat": "total_inactive_file 400\n",
    "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "50000\n",
    "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    "sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_periods 8\nnr_throttled 2\nthrottled_time 1500000000\n",
    "sys/fs/cgroup/cpu,cpuacct/cpuacct.usage": "3000000000\n",
    "sys/fs/cgroup/pids/pids.max": "100\n",
    "sys/fs/cgroup/pids/pids.current": "7\n",
  });
  expect(sample).toEqual({
    version: 1,
    memory: { usedBytes: 1000, workingSetBytes: 600 },
    cpu: { limitCores: 0.5, usedSeconds: 3, periods: 8, throttledPeriods: 2, throttledSeconds: 1.5 },
    pids: { limit: 100, used: 7 },
  });
});

test("a group that is pinned to few cores is limited to them", async () => {
  const sample = await collect({
    "proc/self/cgroup": "0::/\n",
    "proc/self/mountinfo": unified,
    "sys/fs/cgroup/cpuset.cpus.effective": "0-1,4\n",
    "sys/fs/cgroup/cpu.max": "800000 100000\n",
    "sys/fs/cgroup/cpu.stat": "usage_usec 1\n",
  });
  expect(sample?.cpu?.limitCores).toBe(3);
});

test("no quota on v1 is no limit", async () => {
  const sample = await collect({
    "proc/self/cgroup": "3:cpu:/\n",
    "proc/self/mountinfo": "4 3 0:9 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n",
    "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
    "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    "sys/fs/cgroup/cpu/cpu.stat": "nr_periods 0\n",
  });
  expect(sample?.cpu).toEqual({ periods: 0 });
});

test("a machine without cgroups has no sample", async () => {
  expect(await collect({ "proc/stat": "" })).toBeUndefined();
  expect(await collect({ "proc/self/cgroup": "0::/\n", "proc/self/mountinfo": "" })).toBeUndefined();
});

test("group paths may hold colons", () => {
  expect(parseGroups("5:cpu,cpuacct:/a:b\n0::/x\n")).toEqual(
    new Map([
      ["cpu", "/a:b"],
      ["cpuacct", "/a:b"],
      ["", "/x"],
    ]),
  );
});
