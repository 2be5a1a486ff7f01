import * as prom from "prom-client";
import { toError } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { createGuard, type Guard } from "./metric-guard.ts";
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
  const options = ({ name, help, labels = [] }: MetricSpec) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  const collectors: (() => Promise<void> | void)[] = [];
  const emptied: (() => void)[] = [];
  const guard = (spec: MetricSpec & { min?: number }, metric: prom.Metric): Guard => {
    const made = createGuard(spec, (reason) => dropped.inc({ metric: spec.name, reason }));
    if (spec.perScrape === true) emptied.push(() => (metric.reset(), made.reset()));
    return made;
  };
  const scrape = async (): Promise<string> => {
    for (const empty of emptied) empty();
    for (const collect of collectors) await attempt(collect, log);
    return registry.metrics();
  };
  let last: Promise<unknown> = Promise.resolve();

  return {
    gauge: once((spec) => guardGauge(new prom.Gauge(options(spec)), spec, guard)),
    counter: once((spec) => guardCounter(new prom.Counter(options(spec)), spec, guard)),
    histogram: once((spec) => {
      const buckets = spec.buckets === undefined ? {} : { buckets: [...spec.buckets] };
      return guardHistogram(new prom.Histogram({ ...options(spec), ...buckets }), spec, guard);
    }),
    onScrape: (collect) => void collectors.push(collect),
    // One after the other: a second scrape must not empty what the first is collecting.
    text() {
      const text = last.then(scrape);
      last = text.catch(() => undefined);
      return text;
    },
  };
}

type MakeGuard = (spec: MetricSpec & { min?: number }, metric: prom.Metric) => Guard;

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

function guardGauge(gauge: prom.Gauge, spec: MetricSpec, guard: MakeGuard): Gauge {
  const { fits } = guard(spec, gauge);
  return {
    set(value, labels = {}) {
      if (fits(value, labels)) gauge.set(labels, value);
    },
  };
}

function guardCounter(counter: prom.Counter, spec: MetricSpec, guard: MakeGuard): Counter {
  const { fits } = guard({ ...spec, min: 0 }, counter);
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

function guardHistogram(histogram: prom.Histogram, spec: MetricSpec, guard: MakeGuard): Histogram {
  const { fits } = guard(spec, histogram);
  return {
    observe(value, labels = {}) {
      if (fits(value, labels)) histogram.observe(labels, value);
    },
  };
}
