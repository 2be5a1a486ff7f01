import type { Collector } from "./collector.ts";
import { readText, type Roots } from "./kernel-files.ts";

/** Totals of one block device since boot. Discards came with Linux 4.18, flushes with 5.5. */
export interface DiskSample {
  readonly device: string;
  readonly reads: number;
  readonly readsMerged?: number;
  readonly readBytes: number;
  readonly readSeconds?: number;
  readonly writes: number;
  readonly writesMerged?: number;
  readonly writtenBytes: number;
  readonly writeSeconds?: number;
  readonly inFlight?: number;
  readonly busySeconds?: number;
  readonly weightedSeconds?: number;
  readonly discards?: number;
  readonly discardsMerged?: number;
  readonly discardedSectors?: number;
  readonly discardSeconds?: number;
  readonly flushes?: number;
  readonly flushSeconds?: number;
}

/** A sector here is 512 bytes whatever the device says of itself. */
const SECTOR_BYTES = 512;

/** Partitions and pseudo devices, whose work the whole device counts already; node_exporter leaves out the same. */
const LEFT_OUT = /^(?:(?:ram|loop|fd|(?:h|s|v|xv)d[a-z])\d+|nvme\d+n\d+p\d+|mmcblk\d+p\d+)$/;

export function diskCollector(roots: Roots): Collector<readonly DiskSample[]> {
  return {
    collect: async () => {
      const text = await readText(roots.proc, "diskstats");
      return text === undefined ? undefined : parseDiskstats(text).filter(({ device }) => !LEFT_OUT.test(device));
    },
  };
}

export function parseDiskstats(text: string): readonly DiskSample[] {
  return text.split("\n").flatMap((line) => {
    const [, , device, ...fields] = line.trim().split(/\s+/);
    // Partitions of Linux 2.4 and 2.6 had four fields with another meaning.
    return device !== undefined && fields.length >= 11 ? [diskSample(device, fields.map(Number))] : [];
  });
}

function diskSample(device: string, fields: readonly number[]): DiskSample {
  const at = (index: number): number => fields[index] ?? 0;
  return {
    device,
    reads: at(0),
    readsMerged: at(1),
    readBytes: at(2) * SECTOR_BYTES,
    readSeconds: at(3) / 1000,
    writes: at(4),
    writesMerged: at(5),
    writtenBytes: at(6) * SECTOR_BYTES,
    writeSeconds: at(7) / 1000,
    inFlight: at(8),
    busySeconds: at(9) / 1000,
    weightedSeconds: at(10) / 1000,
    ...(fields.length >= 15 && {
      discards: at(11),
      discardsMerged: at(12),
      discardedSectors: at(13),
      discardSeconds: at(14) / 1000,
    }),
    ...(fields.length >= 17 && { flushes: at(15), flushSeconds: at(16) / 1000 }),
  };
}
