import type { Metrics } from "@quartet/core";
import { type Aspect, ASPECTS, type Machine, type Outcome, readMachine } from "../collectors/collector.ts";
import { deviceMetrics } from "./devices.ts";
import { memoryMetrics } from "./memory.ts";
import { systemMetrics } from "./system.ts";

/** The names under which node_exporter reports on the collector that reads the same. */
const COLLECTOR_NAMES: Readonly<Partial<Record<Aspect, string>>> = {
  host: "uname",
  cpu: "cpu",
  memory: "meminfo",
  paging: "vmstat",
  load: "loadavg",
  filesystems: "filesystem",
  disks: "diskstats",
  network: "netdev",
  pressure: "pressure",
};

const EXPOSED = ASPECTS.filter((aspect) => Object.hasOwn(COLLECTOR_NAMES, aspect));

/** Offers the machine at every scrape by node_exporter's names, so that its dashboards and rules hold here as well. */
export function exposeNodeMetrics(all: Metrics, machine: Machine): void {
  const metrics = perScrape(all);
  const fill = [systemMetrics(metrics), memoryMetrics(metrics), deviceMetrics(metrics)];
  const report = outcomeMetrics(metrics);
  metrics.onScrape(async () => {
    const { samples, outcomes } = await readMachine(machine, EXPOSED);
    for (const set of fill) set(samples);
    outcomes.forEach(report);
  });
}

/** A disk or interface that is gone must not keep its last value. */
function perScrape(metrics: Metrics): Metrics {
  return {
    ...metrics,
    gauge: (spec) => metrics.gauge({ ...spec, perScrape: true }),
    counter: (spec) => metrics.counter({ ...spec, perScrape: true }),
  };
}

function outcomeMetrics(metrics: Metrics): (outcome: Outcome) => void {
  const labels = ["collector"];
  const duration = metrics.gauge({
    name: "node_scrape_collector_duration_seconds",
    help: "Time the collector took",
    labels,
  });
  const success = metrics.gauge({
    name: "node_scrape_collector_success",
    help: "Whether the collector succeeded",
    labels,
  });
  return ({ aspect, ok, durationSeconds }) => {
    const collector = COLLECTOR_NAMES[aspect] ?? aspect;
    duration.set(durationSeconds, { collector });
    success.set(Number(ok), { collector });
  };
}
