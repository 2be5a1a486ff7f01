import type { CheckResult } from "@quartet/core";
import { type Aspect, ASPECTS, readMachine } from "./collectors/collector.ts";
import type { Context } from "./context.ts";

/** Without these there is nothing to tell of a machine. */
const NEEDED: readonly Aspect[] = ["host", "cpu", "memory", "processes"];

/** Whether each aspect of the machine can be read here. */
export async function checkCollectors({ machine }: Context): Promise<readonly CheckResult[]> {
  const { samples, outcomes } = await readMachine(machine, ASPECTS);
  return outcomes.map(({ aspect, ok, reason = "unknown" }) => {
    if (!ok) return failed(aspect, reason);
    if (samples[aspect] !== undefined) return { name: aspect, ok: true, detail: "is read" };
    return { name: aspect, ok: !NEEDED.includes(aspect), detail: "this machine does not offer it" };
  });
}

function failed(aspect: Aspect, reason: string): CheckResult {
  const hint = "See that procRoot, sysRoot and rootfs name folders that this user may read.";
  return { name: aspect, ok: false, detail: `cannot be read (${reason})`, hint };
}
