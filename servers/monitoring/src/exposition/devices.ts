import type { Counter, Gauge, Metrics, MetricSpec } from "@quartet/core";
import type { DiskSample } from "../collectors/disk-io.ts";
import type { FilesystemSpace } from "../collectors/filesystems.ts";
import { type Fill, setIfKnown } from "./fill.ts";

/** File systems, block devices and network interfaces. */
export function deviceMetrics(metrics: Metrics): Fill {
  const parts = [filesystemMetrics(metrics), diskMetrics(metrics), networkMetrics(metrics), linkMetrics(metrics)];
  return (samples) => parts.forEach((fill) => fill(samples));
}

const SPACE: readonly (readonly [name: string, help: string, field: keyof FilesystemSpace])[] = [
  ["size_bytes", "Size of the file system", "sizeBytes"],
  ["free_bytes", "Free space", "freeBytes"],
  ["avail_bytes", "Free space for users other than root", "availableBytes"],
  ["files", "Inodes", "files"],
  ["files_free", "Free inodes", "filesFree"],
];

function filesystemMetrics(metrics: Metrics): Fill {
  const labels = ["device", "fstype", "mountpoint"];
  const gauge = (name: string, help: string): Gauge => metrics.gauge({ name: `node_filesystem_${name}`, help, labels });
  const space = SPACE.map(([name, help, field]) => ({ field, metric: gauge(name, help) }));
  const readOnly = gauge("readonly", "Whether the file system is mounted read-only");
  const failed = gauge("device_error", "Whether asking the file system for its space failed");
  return ({ filesystems = [] }) => {
    for (const sample of filesystems) {
      const where = { device: sample.device, fstype: sample.type, mountpoint: sample.mountPoint };
      for (const { field, metric } of space) setIfKnown(metric, sample.space?.[field], where);
      readOnly.set(Number(sample.readOnly), where);
      failed.set(Number(sample.space === undefined), where);
    }
  };
}

type DiskField = Exclude<keyof DiskSample, "device">;

const DISK_COUNTERS: readonly (readonly [name: string, help: string, field: DiskField])[] = [
  ["reads_completed_total", "Reads completed", "reads"],
  ["reads_merged_total", "Reads merged with a neighbour", "readsMerged"],
  ["read_bytes_total", "Bytes read", "readBytes"],
  ["read_time_seconds_total", "Seconds spent by all reads", "readSeconds"],
  ["writes_completed_total", "Writes completed", "writes"],
  ["writes_merged_total", "Writes merged with a neighbour", "writesMerged"],
  ["written_bytes_total", "Bytes written", "writtenBytes"],
  ["write_time_seconds_total", "Seconds spent by all writes", "writeSeconds"],
  ["io_time_seconds_total", "Seconds in which the device was busy", "busySeconds"],
  ["io_time_weighted_seconds_total", "Seconds busy, weighted by requests in flight", "weightedSeconds"],
  ["discards_completed_total", "Discards completed", "discards"],
  ["discards_merged_total", "Discards merged with a neighbour", "discardsMerged"],
  ["discarded_sectors_total", "Sectors discarded", "discardedSectors"],
  ["discard_time_seconds_total", "Seconds spent by all discards", "discardSeconds"],
  ["flush_requests_total", "Flushes completed", "flushes"],
  ["flush_requests_time_seconds_total", "Seconds spent by all flushes", "flushSeconds"],
];

function diskMetrics(metrics: Metrics): Fill {
  const labels = ["device"];
  const counters = DISK_COUNTERS.map(([name, help, field]) => ({
    field,
    metric: metrics.counter({ name: `node_disk_${name}`, help, labels }),
  }));
  const inFlight = metrics.gauge({ name: "node_disk_io_now", help: "Requests in flight", labels });
  return ({ disks = [] }) => {
    for (const disk of disks) {
      const where = { device: disk.device };
      for (const { field, metric } of counters) setIfKnown(metric, disk[field], where);
      setIfKnown(inFlight, disk.inFlight, where);
    }
  };
}

function networkMetrics(metrics: Metrics): Fill {
  // Metrics are made once by name, so asking for one again at every scrape costs nothing.
  const counter = (way: "receive" | "transmit", name: string): Counter => {
    const spec: MetricSpec = {
      name: `node_network_${way}_${name}_total`,
      help: `Statistic ${name} of the interface, ${way} side`,
      labels: ["device"],
    };
    return metrics.counter(spec);
  };
  return ({ network = [] }) => {
    for (const { device, receive, transmit } of network) {
      for (const [name, value] of Object.entries(receive)) counter("receive", name).set(value, { device });
      for (const [name, value] of Object.entries(transmit)) counter("transmit", name).set(value, { device });
    }
  };
}

function linkMetrics(metrics: Metrics): Fill {
  const labels = ["device"];
  const up = metrics.gauge({ name: "node_network_up", help: "Whether the interface is up", labels });
  const mtu = metrics.gauge({ name: "node_network_mtu_bytes", help: "Largest packet of the interface", labels });
  const speed = metrics.gauge({ name: "node_network_speed_bytes", help: "Line rate in bytes per second", labels });
  return ({ network = [] }) => {
    for (const { device, state, mtuBytes, speedBytesPerSecond } of network) {
      setIfKnown(up, state === undefined ? undefined : Number(state === "up"), { device });
      setIfKnown(mtu, mtuBytes, { device });
      setIfKnown(speed, speedBytesPerSecond, { device });
    }
  };
}
