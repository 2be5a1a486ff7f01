import type { HttpAddress } from "./http-address.ts";
import { listenHttp } from "./http-server.ts";
import { type InstanceOptions, openInstance } from "./instance.ts";
import { createPromMetrics } from "./prom-metrics.ts";
import type { ServerDefinition } from "./server.ts";
import { onEnd } from "./shutdown.ts";

/** Serves one server over HTTP until the process is told to end. */
export async function runHttp(
  definition: ServerDefinition,
  { address, ...options }: Omit<InstanceOptions, "metrics"> & { address: HttpAddress },
  process: NodeJS.Process,
): Promise<void> {
  const { config, log } = options;
  const metrics = createPromMetrics(log);
  const instance = await openInstance(definition, { ...options, metrics });
  const http = await listenHttp({ address, settings: config, metrics, mounts: [{ path: "", instance }] });
  onEnd(process, log, () => http.close());
  log.info({ url: `${http.url}/mcp` }, "listening");
}
