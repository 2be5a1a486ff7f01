import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import net, { type AddressInfo } from "node:net";
import { createPromMetrics } from "@quartet/core/host";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readKernelUnits } from "../collectors/kernel-units.ts";
import { linuxMachine } from "../collectors/linux.ts";
import { type Family, parseExposition } from "./exposition-text.fixture.ts";
import { exposeNodeMetrics } from "./node-metrics.ts";

const EXPORTER = "prometheus-node-exporter";
const installed = spawnSync(EXPORTER, ["--version"]).error === undefined;
// CI installs it, and must not pass by skipping.
const wanted = installed || process.env["CI"] === "true";

/** Everything the exporter offers about what our collectors read. */
const SHARED =
  /^node_(?:cpu_(?:seconds|guest)|memory_|load\d|filesystem_|disk_|network_(?:receive|transmit)_\w+_total|network_(?:up|mtu_bytes|speed_bytes)$|pressure_|vmstat_|procs_|boot_time|time_seconds|context_switches|intr_total|forks_total|uname_info|filefd_)/;

/** What we leave out on purpose: labels without a measurement, and a statistic that /proc/net/dev does not hold. */
const LEFT_OUT = new Set(["node_disk_info", "node_network_receive_nohandler_total"]);

/** Distributions change these; the values are the project's own. */
const UPSTREAM_DEFAULTS = [
  "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
  "--collector.netdev.device-exclude=^$",
];

type Scrape = ReadonlyMap<string, Family>;

describe.runIf(wanted)("beside the real node_exporter", () => {
  let exporter: ChildProcess;
  let before: Scrape;
  let ours: Scrape;
  let after: Scrape;

  beforeAll(async () => {
    const port = await freePort();
    exporter = spawn(EXPORTER, [`--web.listen-address=127.0.0.1:${port}`, ...UPSTREAM_DEFAULTS], { stdio: "ignore" });
    const scrape = async (): Promise<Scrape> =>
      parseExposition(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    const metrics = createPromMetrics({ debug: noop, info: noop, warn: noop, error: noop });
    const roots = { proc: "/proc", sys: "/sys", rootfs: "/" };
    exposeNodeMetrics(metrics, linuxMachine(roots, await readKernelUnits()));
    before = await vi.waitFor(scrape, { timeout: 20_000, interval: 100 });
    ours = parseExposition(await metrics.text());
    after = await scrape();
  }, 30_000);

  afterAll(() => void exporter.kill("SIGKILL"));

  test("each of our names is one of its names, of the same type", () => {
    const unlike = [...ours]
      .filter(([name, { series }]) => name.startsWith("node_") && series.size > 0)
      .filter(([name, { type }]) => ![type, "untyped"].includes(before.get(name)?.type ?? "missing"))
      .map(([name]) => name);
    expect(unlike).toEqual([]);
  });

  test("each of its names about what we read is one of ours", () => {
    const missing = [...before.keys()].filter(
      (name) => SHARED.test(name) && !LEFT_OUT.has(name) && (ours.get(name)?.series.size ?? 0) === 0,
    );
    expect(missing).toEqual([]);
  });

  test("the series behind the names have the same labels", () => {
    for (const [name, { series }] of ours) {
      // It has more collectors than we read aspects.
      if (!name.startsWith("node_") || name.startsWith("node_scrape_") || series.size === 0) continue;
      expect(labelsOf(ours.get(name)), name).toEqual(labelsOf(before.get(name)));
    }
  });

  test("each of our counters lies between its two scrapes", () => {
    let compared = 0;
    for (const [name, { type, series }] of ours) {
      if (!name.startsWith("node_") || type !== "counter") continue;
      for (const [labels, value] of series) {
        const [low, high] = [before.get(name)?.series.get(labels), after.get(name)?.series.get(labels)];
        if (low === undefined || high === undefined) continue;
        // Idle and iowait of a sleeping CPU are estimates that slip back by a tick or two.
        const slack = name.startsWith("node_cpu_") ? 0.1 : 1e-6;
        expect(value, `${name}{${labels}}`).toBeGreaterThanOrEqual(low - slack);
        expect(value, `${name}{${labels}}`).toBeLessThanOrEqual(high + slack);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  test("what stands still is the same to the byte", () => {
    const still =
      /^node_(?:memory_(?:MemTotal|SwapTotal|CommitLimit|VmallocTotal|HugePages_Total|Hugepagesize)|filesystem_(?:size|files$|readonly|device_error)|boot_time|uname_info|filefd_maximum|network_(?:up|mtu|speed))/;
    const names = [...ours.keys()].filter((name) => still.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(ours.get(name)?.series, name).toEqual(before.get(name)?.series);
  });
});

function labelsOf(family: Family | undefined): readonly string[] {
  return [...(family?.series.keys() ?? [])].toSorted();
}

function noop(): void {
  // The log of these tests is their result.
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
