import { SettingsError } from "./settings-error.ts";

export interface HttpAddress {
  readonly host: string;
  readonly port: number;
}

/** Where servers listen unless they are told otherwise. */
export const DEFAULT_PORT = 7420;
export const DEFAULT_HTTP: string = `127.0.0.1:${DEFAULT_PORT}`;

const ADDRESS = /^(?:(\[[0-9a-f:]+\]|[^:\s]*):)?(\d{1,5})$/i;

/** Reads `host:port`, `[::1]:port`, `:port` or `port`; port 0 lets the system choose. `undefined` when it is none. */
export function readAddress(text: string): HttpAddress | undefined {
  const [, host, port] = ADDRESS.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) return undefined;
  return { host: (host || "127.0.0.1").replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** Off loopback everybody on the network can reach the port, so a token must stand in front of it. */
export function requireToken({ host }: HttpAddress, token: unknown, setting = "http"): void {
  if (isLoopback(host) || token !== undefined) return;
  throw new SettingsError([
    `${setting}: ${host} is reachable from other machines; set a token first, or use 127.0.0.1.`,
  ]);
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The address as it stands in a URL. */
export function urlOf({ host, port }: HttpAddress): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
