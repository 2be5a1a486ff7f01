import { machine as machineName } from "node:os";
import type { Collector } from "./collector.ts";
import { needText, parseNumber, readText, type Roots } from "./kernel-files.ts";

export interface HostSample {
  readonly system: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly hostName: string;
  readonly domainName: string;
  readonly uptimeSeconds: number;
  readonly files?: { readonly allocated: number; readonly maximum: number };
}

export interface LoadSample {
  readonly one: number;
  readonly five: number;
  readonly fifteen: number;
}

export function hostCollector(roots: Roots): Collector<HostSample> {
  const kernel = async (name: string): Promise<string> =>
    (await readText(roots.proc, "sys/kernel", name))?.trim() ?? "";
  return {
    collect: async () => {
      const [system, release, version, hostName, domainName] = await Promise.all(
        ["ostype", "osrelease", "version", "hostname", "domainname"].map(kernel),
      );
      const uptimeSeconds = parseNumber(await needText(roots.proc, "uptime")) ?? 0;
      const files = parseFileNumbers(await readText(roots.proc, "sys/fs/file-nr"));
      return {
        system: system || "Linux",
        release: release ?? "",
        version: version ?? "",
        machine: machineName(),
        hostName: hostName ?? "",
        domainName: domainName ?? "",
        uptimeSeconds,
        ...(files && { files }),
      };
    },
  };
}

/** Allocated, free (always 0 since 2.6) and most file handles of the whole system. */
function parseFileNumbers(text: string | undefined): HostSample["files"] {
  const [allocated, , maximum] = (text ?? "").trim().split(/\s+/).map(Number);
  return allocated !== undefined && maximum !== undefined ? { allocated, maximum } : undefined;
}

export function loadCollector(roots: Roots): Collector<LoadSample> {
  return { collect: async () => parseLoad(await needText(roots.proc, "loadavg")) };
}

function parseLoad(text: string): LoadSample | undefined {
  const match = /^([\d.]+) ([\d.]+) ([\d.]+)/.exec(text);
  return match ? { one: Number(match[1]), five: Number(match[2]), fifteen: Number(match[3]) } : undefined;
}
