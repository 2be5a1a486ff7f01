import { createPromMetrics } from "@quartet/core/host";
import { expect, onTestFinished, test } from "vitest";
import { linuxMachine } from "../collectors/linux.ts";
import { portableMachine } from "../collectors/portable.ts";
import { parseExposition } from "./exposition-text.fixture.ts";
import { fixtureMachine } from "../collectors/machine.fixture.ts";
import { exposeNodeMetrics } from "./node-metrics.ts";
import { memoryMetricName } from "./memory.ts";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

test("every scrape reads the machine anew", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/loadavg": "0.50 0.40 0.30 1/2 3\n" });
  onTestFinished(dispose);
  let load = 0;
  const machine = linuxMachine(roots, { ticksPerSecond: 100, pageSizeBytes: 4096 });
  const metrics = createPromMetrics(silent);
  exposeNodeMetrics(metrics, {
    ...machine,
    load: { collect: async () => ({ one: ++load, five: 0, fifteen: 0 }) },
  });
  expect(
    parseExposition(await metrics.text())
      .get("node_load1")
      ?.series.get(""),
  ).toBe(1);
  expect(
    parseExposition(await metrics.text())
      .get("node_load1")
      ?.series.get(""),
  ).toBe(2);
});

test("a collector that fails is reported and leaves its metrics empty, not zero", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/loadavg": "0.50 0.40 0.30 1/2 3\n" });
  onTestFinished(dispose);
  const metrics = createPromMetrics(silent);
  exposeNodeMetrics(metrics, linuxMachine(roots, { ticksPerSecond: 100, pageSizeBytes: 4096 }));
  const families = parseExposition(await metrics.text());
  const success = families.get("node_scrape_collector_success")?.series;
  expect([success?.get('collector="cpu"'), success?.get('collector="loadavg"')]).toEqual([0, 1]);
  expect(families.get("node_cpu_seconds_total")?.series.size).toBe(0);
  expect(families.get("node_load15")?.series.get("")).toBe(0.3);
});

test("a name from outside cannot break out of its label", async () => {
  const { roots, dispose } = await fixtureMachine({
    "proc/self/mountinfo": '1 2 0:1 / /x"}\\012evil_metric\\0401 rw - ext4 /dev/sda rw\n',
  });
  onTestFinished(dispose);
  const metrics = createPromMetrics(silent);
  exposeNodeMetrics(metrics, linuxMachine(roots, { ticksPerSecond: 100, pageSizeBytes: 4096 }));
  const families = parseExposition(await metrics.text());
  expect(families.has("evil_metric")).toBe(false);
  expect([...(families.get("node_filesystem_readonly")?.series.keys() ?? [])].join()).toContain("evil_metric");
});

test("memory fields are named as node_exporter names them", () => {
  expect(memoryMetricName({ name: "Active(anon)", value: 1, bytes: true })).toBe("node_memory_Active_anon_bytes");
  expect(memoryMetricName({ name: "HugePages_Total", value: 1, bytes: false })).toBe("node_memory_HugePages_Total");
});

test("systems other than Linux offer the same names as far as they tell", async () => {
  const metrics = createPromMetrics(silent);
  exposeNodeMetrics(metrics, portableMachine("darwin"));
  const families = parseExposition(await metrics.text());
  for (const name of ["node_cpu_seconds_total", "node_memory_MemTotal_bytes", "node_load1", "node_uname_info"]) {
    expect(families.get(name)?.series.size, name).toBeGreaterThan(0);
  }
});

test("a device that is gone is gone from the next scrape", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/loadavg": "0.50 0.40 0.30 1/2 3\n" });
  onTestFinished(dispose);
  const statistics = { receive: { bytes: 1 }, transmit: {}, state: "up" };
  const devices = ["eth0", "usb0"];
  const machine = linuxMachine(roots, { ticksPerSecond: 100, pageSizeBytes: 4096 });
  const metrics = createPromMetrics(silent);
  exposeNodeMetrics(metrics, {
    ...machine,
    network: { collect: async () => devices.map((device) => ({ device, ...statistics })) },
  });
  expect(await metrics.text()).toContain('node_network_up{device="usb0"} 1');
  devices.pop();
  const text = await metrics.text();
  expect(text).toContain('node_network_up{device="eth0"} 1');
  expect(text).not.toContain("usb0");
});
