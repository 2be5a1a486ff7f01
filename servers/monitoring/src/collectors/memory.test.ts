import fc from "fast-check";
import { expect, test } from "vitest";
import { fixtureMachine } from "./machine.fixture.ts";
import { memoryCollector, pagingCollector, parseMeminfo } from "./memory.ts";

const captured = `MemTotal:       24684096 kB
MemFree:        23811812 kB
MemAvailable:   24008636 kB
Buffers:           18020 kB
Cached:           389284 kB
Active(anon):      27252 kB
SwapTotal:          2048 kB
SwapFree:           1024 kB
VmallocTotal:   34359738367 kB
HugePages_Total:       3
`;

async function collect(meminfo: string) {
  const { roots, dispose } = await fixtureMachine({ "proc/meminfo": meminfo });
  try {
    return await memoryCollector(roots).collect();
  } finally {
    await dispose();
  }
}

test("available memory is the kernel's own estimate, in bytes", async () => {
  expect(await collect(captured)).toMatchObject({
    totalBytes: 24_684_096 * 1024,
    availableBytes: 24_008_636 * 1024,
    swapTotalBytes: 2048 * 1024,
    swapFreeBytes: 1024 * 1024,
  });
});

test("kernels without an estimate get one from what is free and droppable", async () => {
  const old = captured.replace(/^MemAvailable.*\n/m, "");
  expect((await collect(old))?.availableBytes).toBe((23_811_812 + 18_020 + 389_284) * 1024);
});

test("fields without a unit are counts", () => {
  const fields = parseMeminfo(captured);
  expect(fields).toContainEqual({ name: "HugePages_Total", value: 3, bytes: false });
  expect(fields).toContainEqual({ name: "Active(anon)", value: 27_252 * 1024, bytes: true });
});

test("every line that looks like a field is read as it is written, and nothing else", () => {
  const name = fc.stringMatching(/^[A-Za-z_()]{1,20}$/);
  fc.assert(
    fc.property(name, fc.nat(), fc.boolean(), fc.string(), (field, value, bytes, noise) => {
      const text = `${noise.replaceAll(/[:\n]/g, "")}\n${field}: ${value}${bytes ? " kB" : ""}\n`;
      expect(parseMeminfo(text)).toEqual([{ name: field, value: bytes ? value * 1024 : value, bytes }]);
    }),
  );
});

test("a kernel without vmstat has no paging sample", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/meminfo": captured });
  expect(await pagingCollector(roots).collect()).toBeUndefined();
  await dispose();
});
