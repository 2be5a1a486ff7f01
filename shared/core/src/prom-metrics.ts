import * as prom from "prom-client";
import { toError } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { createGuard, type Drop } from "./metric-guard.ts";
import type { Counter, Gauge, Histogram, Metrics, MetricSpec } from "./metrics.ts";

/**
 * prom-client behind a guard: a value that is not finite, a label set past the limit or with unknown labels is dropped
 * and counted instead of poisoning the scrape. Names follow the Prometheus data model.
 */
export function createPromMetrics(log: Logger): Metrics {
  const registry = new prom.Registry();
  prom.collectDefaultMetrics({ register: registry });
  const dropped = new prom.Counter({
    name: "quartet_metric_values_dropped_total",
    help: "Values refused by the metrics guard",
    labelNames: ["metric", "reason"],
    registers: [registry],
  });
  const dropFor =
    ({ name }: MetricSpec): Drop =>
    (reason) =>
      dropped.inc({ metric: name, reason });
  const options = ({ name, help, labels = [] }: MetricSpec) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  const collectors: (() => Promise<void> | void)[] = [];

  return {
    gauge: once((spec) => guardGauge(new prom.Gauge(options(spec)), spec, dropFor(spec))),
    counter: once((spec) => guardCounter(new prom.Counter(options(spec)), spec, dropFor(spec))),
    histogram: once((spec) => {
      const buckets = spec.buckets === undefined ? {} : { buckets: [...spec.buckets] };
      return guardHistogram(new prom.Histogram({ ...options(spec), ...buckets }), spec, dropFor(spec));
    }),
    onScrape: (collect) => void collectors.push(collect),
    async text() {
      for (const collect of collectors) await attempt(collect, log);
      return registry.metrics();
    },
  };
}

async function attempt(collect: () => Promise<void> | void, log: Logger): Promise<void> {
  try {
    await collect();
  } catch (error) {
    log.warn({ err: toError(error) }, "a metrics collector failed");
  }
}

/** Makes each named metric once, whoever asks first. */
function once<M>(make: (spec: MetricSpec) => M): (spec: MetricSpec) => M {
  const made = new Map<string, M>();
  return (spec) => {
    const metric = made.get(spec.name) ?? make(spec);
    made.set(spec.name, metric);
    return metric;
  };
}

function guardGauge(gauge: prom.Gauge, spec: MetricSpec, drop: Drop): Gauge {
  const fits = createGuard(spec, drop);
  return {
    set(value, labels = {}) {
      if (fits(value, labels)) gauge.set(labels, value);
    },
  };
}

function guardCounter(counter: prom.Counter, spec: MetricSpec, drop: Drop): Counter {
  const fits = createGuard({ ...spec, min: 0 }, drop);
  return {
    add(by, labels = {}) {
      if (fits(by, labels)) counter.inc(labels, by);
    },
    set(total, labels = {}) {
      if (!fits(total, labels)) return;
      counter.remove(labels);
      counter.inc(labels, total);
    },
  };
}

function guardHistogram(histogram: prom.Histogram, spec: MetricSpec, drop: Drop): Histogram {
  const fits = createGuard(spec, drop);
  return {
    observe(value, labels = {}) {
      if (fits(value, labels)) histogram.observe(labels, value);
    },
  };
}
