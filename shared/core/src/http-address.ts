import { SettingsError } from "./settings-error.ts";

export interface HttpAddress {
  readonly host: string;
  readonly port: number;
}

/** Where servers listen unless they are told otherwise. */
export const DEFAULT_PORT = 7420;
export const DEFAULT_HTTP: string = `127.0.0.1:${DEFAULT_PORT}`;

const ADDRESS = /^(?:(\[[0-9a-f:]+\]|[^:\s]*):)?(\d{1,5})$/i;

/** Reads `host:port`, `[::1]:port`, `:port` or `port`; port 0 lets the system choose. */
export function parseAddress(text: string): HttpAddress {
  const [, host, port] = ADDRESS.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new SettingsError([`http: "${text}" is no address. Write host:port, for example ${DEFAULT_HTTP}.`]);
  }
  return { host: (host || "127.0.0.1").replace(/^\[|\]$/g, ""), port: Number(port) };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The address as it stands in a URL. */
export function urlOf({ host, port }: HttpAddress): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
