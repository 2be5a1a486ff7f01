import { plainLine } from "@quartet/core";
import type { FilesystemSample, FilesystemSpace } from "../collectors/filesystems.ts";
import { diskRates, interfaceRates } from "../measure/rates.ts";
import type { Measurement } from "../measure/sampler.ts";
import type { Overview } from "../models.ts";
import { round } from "../round.ts";

type Disk = Overview["disks"][number];

/** File systems with room for something, each once however often it is mounted, the fullest first. */
export function describeDisks(samples: readonly FilesystemSample[]): Disk[] {
  const sized = samples.filter(({ space }) => space === undefined || space.sizeBytes > 0);
  const byPath = sized.toSorted((a, b) => a.mountPoint.length - b.mountPoint.length);
  const seen = new Set<string>();
  const once = byPath.filter(({ device, type }) => {
    // Every tmpfs is one of its own, whatever its name.
    if (!device.startsWith("/") || type === "tmpfs") return true;
    return !seen.has(device) && seen.add(device);
  });
  return once.map(describeDisk).toSorted((a, b) => (b.usedPercent ?? 101) - (a.usedPercent ?? 101));
}

function describeDisk({ mountPoint, device, type, readOnly, space }: FilesystemSample): Disk {
  return {
    mount: plainLine(mountPoint, 200),
    device: plainLine(device, 100),
    type: plainLine(type, 40),
    answering: space !== undefined,
    readOnly,
    ...(space && describeSpace(space)),
  };
}

/** Used share as `df` counts it: of what users other than root can have. */
function describeSpace(space: FilesystemSpace): Partial<Disk> {
  const { sizeBytes, freeBytes, availableBytes, files, filesFree } = space;
  const usedBytes = sizeBytes - freeBytes;
  const reachable = usedBytes + availableBytes;
  return {
    sizeBytes,
    availableBytes,
    usedPercent: reachable > 0 ? round((usedBytes / reachable) * 100) : 100,
    ...(files && filesFree !== undefined && { inodesUsedPercent: round((1 - filesFree / files) * 100) }),
  };
}

/** Devices that did anything since boot, the busiest first. */
export function describeDiskActivity(measurement: Measurement): Overview["diskActivity"] {
  const used = new Set(
    measurement.later.samples.disks?.filter(({ reads, writes }) => reads + writes > 0).map(({ device }) => device),
  );
  return diskRates(measurement)
    .filter(({ device }) => used.has(device))
    .toSorted((a, b) => (b.busyPercent ?? 0) - (a.busyPercent ?? 0))
    .map(({ device, readBytesPerSecond, writeBytesPerSecond, busyPercent }) => ({
      device: plainLine(device, 100),
      readBytesPerSecond: round(readBytesPerSecond, 0),
      writeBytesPerSecond: round(writeBytesPerSecond, 0),
      ...(busyPercent !== undefined && { busyPercent: round(busyPercent) }),
    }));
}

/** Interfaces that carried anything since they came up, the busiest first. */
export function describeNetwork(measurement: Measurement): Overview["network"] {
  const samples = new Map(measurement.later.samples.network?.map((sample) => [sample.device, sample]));
  return interfaceRates(measurement)
    .map((rate) => ({ rate, sample: samples.get(rate.device) }))
    .filter(({ sample }) => (sample?.receive["bytes"] ?? 0) + (sample?.transmit["bytes"] ?? 0) > 0)
    .toSorted((a, b) => traffic(b.rate) - traffic(a.rate))
    .map(({ rate, sample }) => ({
      interface: plainLine(rate.device, 64),
      ...(sample?.state !== undefined && { state: plainLine(sample.state, 20) }),
      receivedBytesPerSecond: round(rate.receivedBytesPerSecond, 0),
      sentBytesPerSecond: round(rate.sentBytesPerSecond, 0),
      errors: (sample?.receive["errs"] ?? 0) + (sample?.transmit["errs"] ?? 0),
      drops: (sample?.receive["drop"] ?? 0) + (sample?.transmit["drop"] ?? 0),
    }));
}

function traffic(rate: { receivedBytesPerSecond: number; sentBytesPerSecond: number }): number {
  return rate.receivedBytesPerSecond + rate.sentBytesPerSecond;
}
