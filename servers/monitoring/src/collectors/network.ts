import type { Collector } from "./collector.ts";
import { needText, parseNumber, readText, type Roots } from "./kernel-files.ts";

/** Totals of one network interface since it came up. */
export interface InterfaceSample {
  readonly device: string;
  readonly receive: Readonly<Record<string, number>>;
  readonly transmit: Readonly<Record<string, number>>;
  /** `up`, `down`, `unknown`, … by the kernel; loopback is `unknown`. */
  readonly state?: string;
  readonly mtuBytes?: number;
  /** Line rate, where the driver knows it. */
  readonly speedBytesPerSecond?: number;
}

export function networkCollector(roots: Roots): Collector<readonly InterfaceSample[]> {
  return {
    collect: async () => {
      const samples = parseNetDev(await needText(roots.proc, "net/dev"));
      return await Promise.all(samples.map(async (sample) => ({ ...sample, ...(await linkOf(roots, sample.device)) })));
    },
  };
}

/** Reads /proc/net/dev by its header, which names the columns of both halves. */
export function parseNetDev(text: string): readonly InterfaceSample[] {
  const [, header = "", ...lines] = text.split("\n");
  const [, receiveNames = [], transmitNames = []] = header.split("|").map((part) => part.trim().split(/\s+/));
  return lines.flatMap((line) => {
    // Interface names may hold any character but a slash and white space, colons of aliases included.
    const colon = line.lastIndexOf(":");
    if (colon < 0) return [];
    const values = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    return [
      {
        device: line.slice(0, colon).trim(),
        receive: zip(receiveNames, values),
        transmit: zip(transmitNames, values.slice(receiveNames.length)),
      },
    ];
  });
}

function zip(names: readonly string[], values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? 0]));
}

async function linkOf(
  roots: Roots,
  device: string,
): Promise<Pick<InterfaceSample, "state" | "mtuBytes" | "speedBytesPerSecond">> {
  const [state, mtu, speed] = await Promise.all(
    // Reading `speed` of an interface that is down fails with EINVAL, of a virtual one gives -1.
    ["operstate", "mtu", "speed"].map(async (name) => readText(roots.sys, "class/net", device, name)),
  );
  const mtuBytes = parseNumber(mtu);
  const megabits = parseNumber(speed);
  return {
    ...(state !== undefined && { state: state.trim() }),
    ...(mtuBytes !== undefined && { mtuBytes }),
    ...(megabits !== undefined && { speedBytesPerSecond: (megabits * 1_000_000) / 8 }),
  };
}
