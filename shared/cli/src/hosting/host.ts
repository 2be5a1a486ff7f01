import { type CommonSettings, type HttpAddress, listenHttp, type Metrics } from "@quartet/core/host";
import type { Surroundings } from "@quartet/core";
import { createPage } from "../page/page.ts";
import { catalog, type LoadServer } from "./catalog.ts";
import { type Hosted, openHosted } from "./hosted.ts";

export interface Hosting {
  /** `http://host:port` that was really taken. */
  readonly url: string;
  readonly servers: readonly Hosted[];
  close(): Promise<void>;
}

interface HostSettings extends Pick<CommonSettings, "token" | "allowedHosts" | "allowedOrigins" | "logLevel"> {
  readonly host: string;
  readonly port: number;
  /** Names of the servers that are wanted. */
  readonly servers: readonly string[];
}

export interface HostOptions {
  readonly settings: HostSettings;
  readonly surroundings: Surroundings;
  readonly home: string;
  readonly metrics: Metrics;
  readonly writeLog: (line: string) => void;
  /** What to host in place of the four servers. */
  readonly load?: Readonly<Record<string, LoadServer>>;
}

/** Opens the servers in this process and serves them behind one port, each at `/<server>/mcp`, with a page at `/`. */
export async function host(options: HostOptions): Promise<Hosting> {
  const { settings, metrics, load = catalog } = options;
  const wanted = Object.entries(load).filter(([name]) => settings.servers.includes(name));
  const servers = await Promise.all(
    wanted.map(([name, loadServer]) => openHosted(name, loadServer, { ...options, logLevel: settings.logLevel })),
  );
  const opened = servers.flatMap((server) => ("instance" in server ? [server] : []));
  const absent = servers.flatMap((server) => ("problem" in server ? [server] : []));
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.map(({ instance }) => instance.close()));
  };
  // IPv6 addresses are written with brackets wherever a port follows.
  const address: HttpAddress = { host: settings.host.replace(/^\[(.*)\]$/, "$1"), port: settings.port };
  try {
    const pages = { "/": createPage(servers, { needsToken: settings.token !== undefined }) };
    const http = await listenHttp({ address, settings, metrics, mounts: opened, absent, pages });
    return {
      url: http.url,
      servers,
      close: () => http.close(),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
