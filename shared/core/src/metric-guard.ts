import type { Labels, MetricSpec } from "./metrics.ts";

const RESERVED_LABEL = /^__|^(le|quantile)$/;
/** Beyond this many label sets a metric stops growing; what is refused is counted, not stored. */
export const MAX_SERIES = 2_000;

export type Drop = (reason: "not_finite" | "negative" | "unknown_label" | "too_many_series") => void;

/** Says of each value whether it may be stored, and reports to `drop` when not. Throws when a label is reserved. */
export function createGuard(
  spec: MetricSpec & { readonly min?: number },
  drop: Drop,
): (value: number, labels: Labels) => boolean {
  refuseReservedLabels(spec);
  const names = new Set(spec.labels);
  const series = new Set<string>();
  return (value, labels) => {
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
}

function refuseReservedLabels({ name, labels = [] }: MetricSpec): void {
  const reserved = labels.find((label) => RESERVED_LABEL.test(label));
  if (reserved !== undefined) throw new TypeError(`${name}: the label "${reserved}" is reserved`);
}
