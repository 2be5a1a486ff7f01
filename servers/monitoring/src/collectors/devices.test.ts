import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { fixtureMachine } from "./machine.fixture.ts";
import { diskCollector, parseDiskstats } from "./disk-io.ts";
import { networkCollector, parseNetDev } from "./network.ts";
import { parsePressure, pressureCollector } from "./pressure.ts";

const DISK = "254 0 vda 37783 15629 2332970 12055 27614 39972 3911280 13084 3 8384 26021 9502 37 765128 672 5340 209";

test("a disk's sectors are bytes and its milliseconds seconds", () => {
  expect(parseDiskstats(` ${DISK}\n`)).toEqual([
    {
      device: "vda",
      reads: 37_783,
      readsMerged: 15_629,
      readBytes: 2_332_970 * 512,
      readSeconds: 12.055,
      writes: 27_614,
      writesMerged: 39_972,
      writtenBytes: 3_911_280 * 512,
      writeSeconds: 13.084,
      inFlight: 3,
      busySeconds: 8.384,
      weightedSeconds: 26.021,
      discards: 9502,
      discardsMerged: 37,
      discardedSectors: 765_128,
      discardSeconds: 0.672,
      flushes: 5340,
      flushSeconds: 0.209,
    },
  ]);
});

test("what an old kernel does not count is absent, not zero", () => {
  const [disk] = parseDiskstats(DISK.split(" ").slice(0, 14).join(" "));
  expect(disk).not.toHaveProperty("discards");
  expect(disk).not.toHaveProperty("flushes");
});

test("partitions and loop devices are left out", async () => {
  const names = [
    "sda",
    "sda1",
    "vda",
    "xvda2",
    "nvme0n1",
    "nvme0n1p3",
    "loop7",
    "ram0",
    "dm-0",
    "md127",
    "mmcblk0",
    "mmcblk0p1",
  ];
  const text = names.map((name) => DISK.replace("vda", name)).join("\n");
  const { roots, dispose } = await fixtureMachine({ "proc/diskstats": text });
  onTestFinished(dispose);
  const devices = (await diskCollector(roots).collect())?.map(({ device }) => device);
  expect(devices).toEqual(["sda", "vda", "nvme0n1", "dm-0", "md127", "mmcblk0"]);
});

const NET = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:   45332     641    0    0    0     0          0         0    45332     641    0    0    0     0       0          0
eth0.5:4294967290 9665    1    2    3     4          5         6   718778    6808    7    8    9    10      11         12
`;

test("the columns of an interface go by the header", () => {
  expect(parseNetDev(NET)[1]).toEqual({
    device: "eth0.5",
    receive: { bytes: 4_294_967_290, packets: 9665, errs: 1, drop: 2, fifo: 3, frame: 4, compressed: 5, multicast: 6 },
    transmit: { bytes: 718_778, packets: 6808, errs: 7, drop: 8, fifo: 9, colls: 10, carrier: 11, compressed: 12 },
  });
});

test("an alias keeps its colon", () => {
  expect(parseNetDev(NET.replace("eth0.5:", "eth0:1:"))[1]?.device).toBe("eth0:1");
});

test("any counters of an interface with any name come back in their places", () => {
  const counters = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{1,15}$/), counters, (device, values) => {
      const header = NET.split("\n").slice(0, 2).join("\n");
      const [sample] = parseNetDev(`${header}\n${device}: ${values.join(" ")}\n`);
      expect(sample?.device).toBe(device);
      expect([...Object.values(sample?.receive ?? {}), ...Object.values(sample?.transmit ?? {})]).toEqual(values);
    }),
  );
});

test("link state and speed come from /sys, where the driver knows them", async () => {
  const { roots, dispose } = await fixtureMachine({
    "proc/net/dev": NET,
    "sys/class/net/eth0.5/operstate": "up\n",
    "sys/class/net/eth0.5/mtu": "1500\n",
    "sys/class/net/eth0.5/speed": "1000\n",
  });
  onTestFinished(dispose);
  const [loopback, wired] = (await networkCollector(roots).collect()) ?? [];
  expect(wired).toMatchObject({ state: "up", mtuBytes: 1500, speedBytesPerSecond: 125_000_000 });
  expect(loopback).not.toHaveProperty("state");
});

test("pressure gives shares in percent and the total in seconds", () => {
  const text =
    "some avg10=2.28 avg60=0.97 avg300=1.26 total=16065329\nfull avg10=0.00 avg60=0.10 avg300=0.20 total=5\n";
  expect(parsePressure(text)).toEqual({
    some: { avg10: 2.28, avg60: 0.97, avg300: 1.26, totalSeconds: 16.065329 },
    full: { avg10: 0, avg60: 0.1, avg300: 0.2, totalSeconds: 0.000005 },
  });
});

test("a kernel without pressure information has no sample, one without cpu full has some", async () => {
  const without = await fixtureMachine({ "proc/stat": "" });
  onTestFinished(without.dispose);
  expect(await pressureCollector(without.roots).collect()).toBeUndefined();
  const some = await fixtureMachine({ "proc/pressure/cpu": "some avg10=1.00 avg60=0.00 avg300=0.00 total=7\n" });
  onTestFinished(some.dispose);
  expect(await pressureCollector(some.roots).collect()).toEqual({
    cpu: { some: { avg10: 1, avg60: 0, avg300: 0, totalSeconds: 0.000007 } },
  });
});
