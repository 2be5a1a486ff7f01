/** One metric, described once. Names follow Prometheus: base units, `_total` on counters. */
export interface MetricSpec {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram's buckets, in the metric's unit. */
  readonly buckets?: readonly number[];
  /** True when values stand for one scrape only: what `onScrape` does not set again, such as a device, is gone. */
  readonly perScrape?: boolean;
}

export type Labels = Readonly<Record<string, string>>;

export interface Gauge {
  set(value: number, labels?: Labels): void;
}

export interface Counter {
  add(by: number, labels?: Labels): void;
  /** For totals kept elsewhere, such as the kernel's. */
  set(total: number, labels?: Labels): void;
}

export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** The one way to a metric; one registry per process, so defining a name twice gives the same metric. */
export interface Metrics {
  gauge(spec: MetricSpec): Gauge;
  counter(spec: MetricSpec): Counter;
  histogram(spec: MetricSpec): Histogram;
  /** Called before every scrape, to read what is only worth reading then. */
  onScrape(collect: () => Promise<void> | void): void;
  /** The registry in the Prometheus text format. */
  text(): Promise<string>;
}
