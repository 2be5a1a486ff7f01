import fc from "fast-check";
import { expect, test } from "vitest";
import { parseProcessStat } from "./process-stat.ts";

function line(name: string, fields: { state?: string; startTicks?: number; pages?: number } = {}): string {
  const { state = "S", startTicks = 65_274, pages = 438 } = fields;
  return `8658 (${name}) ${state} 8651 8658 6375 0 -1 4194304 95 0 0 0 12 30 1 1 20 0 3 0 ${startTicks} 3133440 ${pages} 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n`;
}

test("the fields behind the name are found by their place", () => {
  expect(parseProcessStat(line("cat", { state: "D" }))).toEqual({
    pid: 8658,
    name: "cat",
    state: "uninterruptible",
    parentPid: 8651,
    cpuTicks: 42,
    threads: 3,
    startTicks: 65_274,
    residentPages: 438,
  });
});

test.each(["tmux: server", "a) R 1 (b", "(sd-pam)", "two\nlines", ")", "", "x) S 1 2 3 4"])(
  "a process named %j cannot forge its fields",
  (name) => {
    expect(parseProcessStat(line(name))).toMatchObject({ name, parentPid: 8651, threads: 3 });
  },
);

test("any name is given back as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 15 }), (name) => {
      expect(parseProcessStat(line(name))?.name).toBe(name);
    }),
  );
});

test("any text is either a process or nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      const stat = parseProcessStat(text);
      expect(stat === undefined || Number.isInteger(stat.pid)).toBe(true);
    }),
  );
});

test("a line that was cut while read is no process", () => {
  expect(parseProcessStat(line("cat").slice(0, 60))).toBeUndefined();
  expect(parseProcessStat("")).toBeUndefined();
});

test("a state letter of a later kernel is unknown, and negative memory is none", () => {
  expect(parseProcessStat(line("x", { state: "P", pages: -5 }))).toMatchObject({ state: "unknown", residentPages: 0 });
});
