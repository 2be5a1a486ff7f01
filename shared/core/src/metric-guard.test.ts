import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { MAX_SERIES } from "./metric-guard.ts";
import { createPromMetrics } from "./prom-metrics.ts";

const log = createLogger("test", "silent", () => undefined);

test("gauges, counters and histograms come out in the text format", async () => {
  const metrics = createPromMetrics(log);
  metrics.gauge({ name: "room_celsius", help: "Warmth", labels: ["room"] }).set(21.5, { room: 'hall "A"\n' });
  const counter = metrics.counter({ name: "steps_total", help: "Steps" });
  counter.add(2);
  counter.add(3);
  metrics.histogram({ name: "wait_seconds", help: "Waits", buckets: [1, 2] }).observe(1.5);
  const text = await metrics.text();
  expect(text).toContain('room_celsius{room="hall \\"A\\"\\n"} 21.5');
  expect(text).toContain("steps_total 5");
  expect(text).toContain('wait_seconds_bucket{le="2"} 1');
});

test("totals kept elsewhere are shown as they are, also when they start again", async () => {
  const metrics = createPromMetrics(log);
  const counter = metrics.counter({ name: "kernel_total", help: "k", labels: ["cpu"] });
  counter.set(100, { cpu: "0" });
  counter.set(7, { cpu: "0" });
  expect(await metrics.text()).toContain('kernel_total{cpu="0"} 7');
});

test.each([
  ["not_finite", Number.NaN, {}],
  ["not_finite", Infinity, {}],
  ["negative", -1, {}],
  ["unknown_label", 1, { nobody: "x" }],
])("a value that is %s (%s) is dropped and counted", async (reason, value, labels) => {
  const metrics = createPromMetrics(log);
  metrics.counter({ name: "guarded_total", help: "g" }).add(value, labels);
  const text = await metrics.text();
  expect(text).toContain(`quartet_metric_values_dropped_total{metric="guarded_total",reason="${reason}"} 1`);
  expect(text).not.toContain("NaN");
});

test("a metric stops growing at its series limit while known series go on", async () => {
  const metrics = createPromMetrics(log);
  const gauge = metrics.gauge({ name: "wide", help: "w", labels: ["id"] });
  for (let id = 0; id < MAX_SERIES + 10; id += 1) gauge.set(1, { id: String(id) });
  gauge.set(2, { id: "0" });
  const text = await metrics.text();
  expect(text.match(/^wide\{/gm)).toHaveLength(MAX_SERIES);
  expect(text).toContain('wide{id="0"} 2');
  expect(text).toContain('reason="too_many_series"} 10');
});

test.each(["le", "quantile", "__name__"])("the reserved label %s is refused when the metric is defined", (label) => {
  const metrics = createPromMetrics(log);
  expect(() => metrics.gauge({ name: "a", help: "a", labels: [label] })).toThrow(/reserved/);
  expect(() => metrics.gauge({ name: "a-b", help: "a" })).toThrow(/metric name/);
});

test("a collector that fails spoils neither the scrape nor the others", async () => {
  const metrics = createPromMetrics(log);
  const gauge = metrics.gauge({ name: "late", help: "l" });
  metrics.onScrape(() => Promise.reject(new Error("gone")));
  metrics.onScrape(() => gauge.set(1));
  expect(await metrics.text()).toContain("late 1");
});

test("defining a metric twice gives the same one", async () => {
  const metrics = createPromMetrics(log);
  metrics.counter({ name: "once_total", help: "o" }).add(1);
  metrics.counter({ name: "once_total", help: "o" }).add(1);
  expect(await metrics.text()).toContain("once_total 2");
});

test("what a scrape does not set again is gone, and makes room for others", async () => {
  const metrics = createPromMetrics(log);
  const disk = metrics.gauge({ name: "disk_bytes", help: "d", labels: ["device"], perScrape: true });
  const kept = metrics.gauge({ name: "kept", help: "k" });
  kept.set(1);
  let devices = ["a", "b"];
  metrics.onScrape(() => devices.forEach((device) => disk.set(1, { device })));
  expect(await metrics.text()).toContain('disk_bytes{device="b"} 1');
  devices = ["a"];
  const [first, second] = await Promise.all([metrics.text(), metrics.text()]);
  expect(first).not.toContain('device="b"');
  expect(second).toContain('disk_bytes{device="a"} 1');
  expect(second).toContain("kept 1");
});
