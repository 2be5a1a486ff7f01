import type { Metrics } from "@quartet/core";
import type { MemoryField, MemorySample } from "../collectors/memory.ts";
import type { Fill } from "./fill.ts";

/** Of the hundreds of lines in /proc/vmstat, those that tell of shortage; node_exporter picks the same. */
const PAGING_FIELDS = /^(?:oom_kill|pgpg|pswp|pg.*fault)/;

/** Memory by the kernel's own names; which there are is known only when it is read. */
export function memoryMetrics(metrics: Metrics): Fill {
  return ({ memory, paging }) => {
    for (const field of fieldsOf(memory)) {
      const help = `Memory field ${field.name} of the kernel`;
      metrics.gauge({ name: memoryMetricName(field), help }).set(field.value);
    }
    for (const [name, value] of Object.entries(paging ?? {})) {
      if (!PAGING_FIELDS.test(name)) continue;
      metrics.gauge({ name: `node_vmstat_${name}`, help: `Paging field ${name} of the kernel` }).set(value);
    }
  };
}

/** `Active(anon)` in kB becomes `node_memory_Active_anon_bytes`. */
export function memoryMetricName({ name, bytes }: MemoryField): string {
  return `node_memory_${name.replace(/\((.*)\)/, "_$1")}${bytes ? "_bytes" : ""}`;
}

/** Other systems than Linux have no such lines; the four figures that all have go by Linux's names. */
function fieldsOf(memory: MemorySample | undefined): readonly MemoryField[] {
  if (memory === undefined) return [];
  if (memory.fields) return memory.fields;
  const figures = {
    MemTotal: memory.totalBytes,
    MemAvailable: memory.availableBytes,
    SwapTotal: memory.swapTotalBytes,
    SwapFree: memory.swapFreeBytes,
  };
  return Object.entries(figures).map(([name, value]) => ({ name, value, bytes: true }));
}
