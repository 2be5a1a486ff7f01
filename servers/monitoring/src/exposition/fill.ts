import type { Counter, Gauge, Labels } from "@quartet/core";
import type { Samples } from "../collectors/collector.ts";

/** Puts one reading of the machine into metrics defined before. */
export type Fill = (samples: Partial<Samples>) => void;

/** Sets a metric when the machine told the value, and leaves it out when not: absent is not zero. */
export function setIfKnown(metric: Gauge | Counter, value: number | undefined, labels: Labels = {}): void {
  if (value !== undefined) metric.set(value, labels);
}
