import fc from "fast-check";
import { expect, test } from "vitest";
import { CPU_MODES, parseStat } from "./cpu.ts";

const captured = `cpu  7579 0 5188 115883 477 0 83 92 0 0
cpu0 3012 1 2138 59334 22 2 13 42 7 8
cpu3 4566 0 3049 56549 455 0 69 49 0 0
intr 588671 0 0 9 1 0
ctxt 1603897
btime 1795879204
processes 8655
procs_running 2
procs_blocked 1
softirq 196379 0 19249 10
`;

test("each CPU gets its seconds by mode, the sum line is left out, and numbers may have gaps", () => {
  const { cpus } = parseStat(captured, 100);
  expect(cpus.map(({ cpu }) => cpu)).toEqual(["0", "3"]);
  expect(cpus[0]).toEqual({
    cpu: "0",
    seconds: {
      user: 30.12,
      nice: 0.01,
      system: 21.38,
      idle: 593.34,
      iowait: 0.22,
      irq: 0.02,
      softirq: 0.13,
      steal: 0.42,
    },
    guestSeconds: { user: 0.07, nice: 0.08 },
  });
});

test("the kernel's counters come with them", () => {
  expect(parseStat(captured, 100).kernel).toEqual({
    bootTimeSeconds: 1_795_879_204,
    contextSwitches: 1_603_897,
    interrupts: 588_671,
    forks: 8655,
    running: 2,
    blocked: 1,
  });
});

test("modes that an old kernel does not count are zero", () => {
  const { seconds } = parseStat("cpu0 1 2 3 4\n", 1).cpus[0] ?? {};
  expect(seconds).toMatchObject({ user: 1, idle: 4, iowait: 0, steal: 0 });
});

test("any counters survive, however large", () => {
  const ticks = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(ticks, fc.nat({ max: 4096 }), (fields, number) => {
      const [times] = parseStat(`cpu${number} ${fields.join(" ")}\n`, 1).cpus;
      expect(times?.cpu).toBe(String(number));
      expect(CPU_MODES.map((mode) => times?.seconds[mode])).toEqual(fields.slice(0, 8));
    }),
  );
});

test("no text makes the parser throw or invent a CPU", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      const { cpus } = parseStat(text, 100);
      expect(cpus.length).toBeLessThanOrEqual(text.split("cpu").length - 1);
    }),
  );
});
