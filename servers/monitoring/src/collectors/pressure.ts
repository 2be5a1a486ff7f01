import type { Collector } from "./collector.ts";
import { readText, type Roots } from "./kernel-files.ts";

/** Share of time in which some, or all, tasks waited for a resource. */
interface PressureLine {
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
  readonly totalSeconds: number;
}

export interface Pressure {
  readonly some?: PressureLine;
  readonly full?: PressureLine;
}

export const PRESSURE_RESOURCES = ["cpu", "memory", "io"] as const;
export type PressureSample = Readonly<Partial<Record<(typeof PRESSURE_RESOURCES)[number], Pressure>>>;

/** Pressure stall information: Linux 4.20 and later, unless built or booted without it. */
export function pressureCollector(roots: Roots): Collector<PressureSample> {
  return {
    collect: async () => {
      const texts = await Promise.all(PRESSURE_RESOURCES.map(async (name) => readText(roots.proc, "pressure", name)));
      const found = PRESSURE_RESOURCES.flatMap((name, index) => {
        const text = texts[index];
        return text === undefined ? [] : [[name, parsePressure(text)] as const];
      });
      return found.length > 0 ? Object.fromEntries(found) : undefined;
    },
  };
}

export function parsePressure(text: string): Pressure {
  const some = parseLine(text, "some");
  const full = parseLine(text, "full");
  return { ...(some && { some }), ...(full && { full }) };
}

function parseLine(text: string, kind: "some" | "full"): PressureLine | undefined {
  const match = new RegExp(`^${kind} avg10=([\\d.]+) avg60=([\\d.]+) avg300=([\\d.]+) total=(\\d+)$`, "m").exec(text);
  if (match === null) return undefined;
  const [avg10 = 0, avg60 = 0, avg300 = 0, totalMicroseconds = 0] = match.slice(1).map(Number);
  return { avg10, avg60, avg300, totalSeconds: totalMicroseconds / 1e6 };
}
