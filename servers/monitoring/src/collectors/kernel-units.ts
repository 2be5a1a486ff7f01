import { readFile } from "node:fs/promises";

/** Units in which the kernel counts, which differ between architectures. */
export interface KernelUnits {
  readonly ticksPerSecond: number;
  readonly pageSizeBytes: number;
}

const USUAL: KernelUnits = { ticksPerSecond: 100, pageSizeBytes: 4096 };
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/** Reads the units from the auxiliary vector that the kernel hands every process, since Node has no sysconf. */
export async function readKernelUnits(path = "/proc/self/auxv"): Promise<KernelUnits> {
  try {
    return parseAuxiliaryVector(await readFile(path));
  } catch {
    return USUAL;
  }
}

/** Pairs of 64-bit key and value in host order; every 64-bit architecture that Node runs Linux on is taken little-endian, else the usual units hold. */
export function parseAuxiliaryVector(vector: Buffer): KernelUnits {
  const values = new Map<bigint, number>();
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    values.set(vector.readBigUInt64LE(at), Number(vector.readBigUInt64LE(at + 8)));
  }
  return {
    ticksPerSecond: within(values.get(AT_CLKTCK), 1, 10_000) ?? USUAL.ticksPerSecond,
    pageSizeBytes: within(values.get(AT_PAGESZ), 1024, 1 << 20) ?? USUAL.pageSizeBytes,
  };
}

function within(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}
