import type { Metrics } from "@quartet/core";
import type { Samples } from "../collectors/collector.ts";
import { CPU_MODES } from "../collectors/cpu.ts";
import { PRESSURE_RESOURCES } from "../collectors/pressure.ts";
import { type Fill, setIfKnown } from "./fill.ts";

/** CPU, load, pressure and what the kernel says of itself. */
export function systemMetrics(metrics: Metrics): Fill {
  const parts = [
    cpuMetrics(metrics),
    kernelMetrics(metrics),
    loadMetrics(metrics),
    pressureMetrics(metrics),
    hostMetrics(metrics),
  ];
  return (samples) => parts.forEach((fill) => fill(samples));
}

function cpuMetrics(metrics: Metrics): Fill {
  const labels = ["cpu", "mode"];
  const help = "Seconds the CPU spent in each mode";
  const spent = metrics.counter({ name: "node_cpu_seconds_total", help, labels });
  const guest = metrics.counter({
    name: "node_cpu_guest_seconds_total",
    help: "Seconds the CPU spent for virtual machines, by mode",
    labels,
  });
  return ({ cpu: sample }) => {
    for (const { cpu, seconds, guestSeconds } of sample?.cpus ?? []) {
      for (const mode of CPU_MODES) spent.set(seconds[mode], { cpu, mode });
      setIfKnown(guest, guestSeconds?.user, { cpu, mode: "user" });
      setIfKnown(guest, guestSeconds?.nice, { cpu, mode: "nice" });
    }
  };
}

function kernelMetrics(metrics: Metrics): Fill {
  const boot = metrics.gauge({ name: "node_boot_time_seconds", help: "When the machine started, in Unix time" });
  const switches = metrics.counter({ name: "node_context_switches_total", help: "Context switches" });
  const interrupts = metrics.counter({ name: "node_intr_total", help: "Interrupts served" });
  const forks = metrics.counter({ name: "node_forks_total", help: "Processes and threads started" });
  const running = metrics.gauge({ name: "node_procs_running", help: "Tasks that can run" });
  const blocked = metrics.gauge({ name: "node_procs_blocked", help: "Tasks waiting for disks" });
  return ({ cpu }) => {
    setIfKnown(boot, cpu?.kernel?.bootTimeSeconds);
    setIfKnown(switches, cpu?.kernel?.contextSwitches);
    setIfKnown(interrupts, cpu?.kernel?.interrupts);
    setIfKnown(forks, cpu?.kernel?.forks);
    setIfKnown(running, cpu?.kernel?.running);
    setIfKnown(blocked, cpu?.kernel?.blocked);
  };
}

function loadMetrics(metrics: Metrics): Fill {
  const one = metrics.gauge({ name: "node_load1", help: "Load average over 1 minute" });
  const five = metrics.gauge({ name: "node_load5", help: "Load average over 5 minutes" });
  const fifteen = metrics.gauge({ name: "node_load15", help: "Load average over 15 minutes" });
  return ({ load }) => {
    setIfKnown(one, load?.one);
    setIfKnown(five, load?.five);
    setIfKnown(fifteen, load?.fifteen);
  };
}

function pressureMetrics(metrics: Metrics): Fill {
  const counter = (resource: string, kind: string, who: string) =>
    metrics.counter({
      name: `node_pressure_${resource}_${kind}_seconds_total`,
      help: `Seconds in which ${who} waited for ${resource}`,
    });
  const sets = PRESSURE_RESOURCES.map((resource) => ({
    resource,
    waiting: counter(resource, "waiting", "some tasks"),
    // That all tasks wait for the CPU can only be so within a cgroup.
    stalled: resource === "cpu" ? undefined : counter(resource, "stalled", "all tasks"),
  }));
  return ({ pressure }) => {
    for (const { resource, waiting, stalled } of sets) {
      setIfKnown(waiting, pressure?.[resource]?.some?.totalSeconds);
      if (stalled) setIfKnown(stalled, pressure?.[resource]?.full?.totalSeconds);
    }
  };
}

function hostMetrics(metrics: Metrics): Fill {
  const time = metrics.gauge({ name: "node_time_seconds", help: "The machine's clock, in Unix time" });
  const allocated = metrics.gauge({ name: "node_filefd_allocated", help: "File handles in use on the machine" });
  const maximum = metrics.gauge({ name: "node_filefd_maximum", help: "File handles the machine can have" });
  const labels = ["sysname", "release", "version", "machine", "nodename", "domainname"];
  const uname = metrics.gauge({ name: "node_uname_info", help: "The system by uname(2); always 1", labels });
  return ({ host }) => {
    time.set(Date.now() / 1000);
    setIfKnown(allocated, host?.files?.allocated);
    setIfKnown(maximum, host?.files?.maximum);
    if (host !== undefined) uname.set(1, unameLabels(host));
  };
}

function unameLabels(host: Samples["host"]): Record<string, string> {
  const { system: sysname, release, version, machine, hostName: nodename, domainName: domainname } = host;
  return { sysname, release, version, machine, nodename, domainname };
}
