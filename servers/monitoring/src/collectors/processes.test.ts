import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fixtureMachine, type KernelTree } from "./machine.fixture.ts";
import { processCollector, readCommandLine } from "./processes.ts";

const units = { ticksPerSecond: 100, pageSizeBytes: 4096 };
const BOOT = "btime 1700000000\n";

function stat(pid: number, name: string, state = "S"): string {
  return `${pid} (${name}) ${state} 1 1 1 0 -1 0 0 0 0 0 150 50 0 0 20 0 2 0 12345 1000 25 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0`;
}

async function machine(files: KernelTree) {
  const { roots, dispose } = await fixtureMachine(files);
  onTestFinished(dispose);
  return roots;
}

test("a process has its owner's name, start, CPU time and memory", async () => {
  const roots = await machine({
    "proc/stat": BOOT,
    "proc/1/stat": stat(1, "init"),
    "proc/42/stat": stat(42, "tmux: server"),
    "proc/42/status": "Name:\ttmux: server\nUid:\t0\t1000\t0\t0\nVmRSS:\t    1752 kB\nVmSwap:\t       8 kB\n",
    "etc/passwd": "root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\nalias:x:1000:1000::/:/bin/sh\n",
  });
  const table = await processCollector(roots, units).collect();
  expect(table?.partial).toBe(false);
  expect(table?.processes.find(({ pid }) => pid === 42)).toEqual({
    identity: "42:12345",
    pid: 42,
    parentPid: 1,
    name: "tmux: server",
    state: "sleeping",
    user: "ada",
    threads: 2,
    memoryBytes: 1752 * 1024,
    swapBytes: 8192,
    cpuSeconds: 2,
    startedAtSeconds: 1_700_000_123.45,
  });
});

test("a process that ended between listing and reading is left out", async () => {
  const roots = await machine({ "proc/1/stat": stat(1, "init") });
  await mkdir(join(roots.proc, "77"));
  const table = await processCollector(roots, units).collect();
  expect(table?.processes.map(({ pid }) => pid)).toEqual([1]);
});

test("memory comes from stat when the process ended before its status was read", async () => {
  const roots = await machine({ "proc/1/stat": stat(1, "init") });
  const table = await processCollector(roots, units).collect();
  expect(table?.processes[0]).toMatchObject({ memoryBytes: 25 * 4096 });
  expect(table?.processes[0]).not.toHaveProperty("user");
});

test("where process 1 is hidden the list is called partial", async () => {
  const roots = await machine({ "proc/42/stat": stat(42, "own") });
  expect(await processCollector(roots, units).collect()).toMatchObject({ partial: true, processes: [{ pid: 42 }] });
});

test("a first thread's title gives way to the program's name", async () => {
  const roots = await machine({
    "proc/1/stat": stat(1, "MainThread"),
    "proc/1/cmdline": "/opt/node/bin/node\0server.js\0",
    "proc/2/stat": stat(2, "MainThread"),
  });
  const table = await processCollector(roots, units).collect();
  expect(table?.processes.map(({ name }) => name)).toEqual(["node", "MainThread"]);
});

test("a cancelled walk stops", async () => {
  const roots = await machine({ "proc/1/stat": stat(1, "init") });
  await expect(processCollector(roots, units).collect(AbortSignal.abort(new Error("enough")))).rejects.toThrow(
    "enough",
  );
});

test("arguments keep their spaces and empty ones their place", async () => {
  const roots = await machine({ "proc/5/cmdline": "/bin/sh\0-c\0echo a b\0\0last\0", "proc/6/cmdline": "" });
  expect(await readCommandLine(roots, 5)).toEqual(["/bin/sh", "-c", "echo a b", "", "last"]);
  expect(await readCommandLine(roots, 6)).toEqual([]);
  expect(await readCommandLine(roots, 7)).toEqual([]);
});

test.runIf(process.platform === "linux")("a real child is found with its parent, user and arguments", async () => {
  const child = spawn("sleep", ["1234"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  const roots = { proc: "/proc", sys: "/sys", rootfs: "/" };
  const table = await processCollector(roots, units).collect();
  expect(table?.processes.find(({ pid }) => pid === child.pid)).toMatchObject({ parentPid: process.pid });
  expect(await readCommandLine(roots, child.pid ?? 0)).toEqual(["sleep", "1234"]);
});
