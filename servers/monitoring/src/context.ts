import { platform } from "node:os";
import type { Setup } from "@quartet/core";
import { addressPolicy } from "./checks/address-policy.ts";
import { systemResolve } from "./checks/resolve.ts";
import type { Network } from "./checks/run.ts";
import type { Machine } from "./collectors/collector.ts";
import { readKernelUnits } from "./collectors/kernel-units.ts";
import { linuxMachine } from "./collectors/linux.ts";
import { portableMachine } from "./collectors/portable.ts";
import type { Config } from "./config.ts";
import { exposeNodeMetrics } from "./exposition/node-metrics.ts";
import { createSampler, type Sampler } from "./measure/sampler.ts";

/** What a tool may use. */
export interface Context {
  readonly machine: Machine;
  readonly sampler: Sampler;
  readonly network: Network;
  readonly topProcesses: number;
}

export async function createContext({ config, metrics }: Setup<Config>): Promise<Context> {
  const machine = await machineFor(config);
  exposeNodeMetrics(metrics, machine);
  return {
    machine,
    sampler: createSampler(machine),
    network: {
      policy: addressPolicy({ allowed: config.allowTargets, privateAllowed: config.privateTargets }),
      resolve: systemResolve,
    },
    topProcesses: config.topProcesses,
  };
}

async function machineFor({ procRoot, sysRoot, rootfs }: Config): Promise<Machine> {
  if (platform() !== "linux") return portableMachine(platform());
  return linuxMachine({ proc: procRoot, sys: sysRoot, rootfs }, await readKernelUnits());
}
