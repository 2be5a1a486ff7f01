import { expect, onTestFinished, test, vi } from "vitest";
import type { Machine } from "../collectors/collector.ts";
import { createSampler } from "./sampler.ts";

/** A machine of which only the counting of reads matters. */
function countingMachine(): { machine: Machine; reads: () => number } {
  let reads = 0;
  const none = { collect: async () => undefined };
  const paging = { collect: async () => ({ pswpin: ++reads }) };
  const machine: Machine = {
    host: none,
    cpu: none,
    memory: none,
    paging,
    load: none,
    filesystems: none,
    disks: none,
    network: none,
    pressure: none,
    cgroup: none,
    processes: none,
    commandLine: async () => [],
  };
  return { machine, reads: () => reads };
}

const forever = new AbortController().signal;

test("the first measurement waits until its baseline is old enough to mean something", async () => {
  const { machine, reads } = countingMachine();
  const { windowSeconds } = await createSampler(machine).measure([], forever);
  expect(windowSeconds).toBeGreaterThanOrEqual(0.25);
  expect(reads()).toBe(2);
});

test("a later measurement takes the readings before as its baseline and adds one", async () => {
  const { machine, reads } = countingMachine();
  const sampler = createSampler(machine);
  const first = await sampler.measure([], forever);
  const second = await sampler.measure([], forever);
  expect(second.earlier).toBe(first.earlier);
  expect(reads()).toBe(3);
});

test("a baseline from long ago gives way to a fresh one", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { machine } = countingMachine();
  const sampler = createSampler(machine);
  const first = await sampler.measure([], forever);
  vi.advanceTimersByTime(120_000);
  const second = await sampler.measure([], forever);
  expect(second.earlier.atMs).toBe(first.later.atMs + 120_000);
});

test("a call that is given up stops waiting", async () => {
  const { machine } = countingMachine();
  const gone = new AbortController();
  const pending = createSampler(machine).measure([], gone.signal);
  gone.abort(new Error("gone"));
  await expect(pending).rejects.toThrow("gone");
});

test("a collector that fails costs only its own part", async () => {
  const { machine } = countingMachine();
  const broken: Machine = {
    ...machine,
    load: {
      collect: async () => {
        throw Object.assign(new Error("secret detail"), { code: "EIO" });
      },
    },
  };
  const { later } = await createSampler(broken).measure(["load", "host"], forever);
  expect(later.outcomes.find(({ aspect }) => aspect === "load")).toMatchObject({ ok: false, reason: "EIO" });
  expect(later.outcomes.find(({ aspect }) => aspect === "paging")).toMatchObject({ ok: true });
});
