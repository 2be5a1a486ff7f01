import type { Labels, MetricSpec } from "./metrics.ts";

const RESERVED_LABEL = /^__|^(le|quantile)$/;
/** Beyond this many label sets a metric stops growing; what is refused is counted, not stored. */
export const MAX_SERIES = 10_000;

export type Drop = (reason: "not_finite" | "negative" | "unknown_label" | "too_many_series") => void;

export interface Guard {
  /** Whether the value may be stored; when not, it was reported to `drop`. */
  readonly fits: (value: number, labels: Labels) => boolean;
  /** Forgets the label sets seen, after the metric was emptied. */
  readonly reset: () => void;
}

/** Guards one metric. Throws when a label is reserved. */
export function createGuard(spec: MetricSpec & { readonly min?: number }, drop: Drop): Guard {
  refuseReservedLabels(spec);
  const names = new Set(spec.labels);
  const series = new Set<string>();
  const fits = (value: number, labels: Labels): boolean => {
    const key = JSON.stringify([...names].map((name) => labels[name] ?? ""));
    if (!Number.isFinite(value)) drop("not_finite");
    else if (value < (spec.min ?? -Infinity)) drop("negative");
    else if (Object.keys(labels).some((name) => !names.has(name))) drop("unknown_label");
    else if (series.size >= MAX_SERIES && !series.has(key)) drop("too_many_series");
    else {
      series.add(key);
      return true;
    }
    return false;
  };
  return { fits, reset: () => series.clear() };
}

function refuseReservedLabels({ name, labels = [] }: MetricSpec): void {
  const reserved = labels.find((label) => RESERVED_LABEL.test(label));
  if (reserved !== undefined) throw new TypeError(`${name}: the label "${reserved}" is reserved`);
}
