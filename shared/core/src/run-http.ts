import { DEFAULT_HTTP, parseAddress } from "./http-address.ts";
import { listenHttp } from "./http-server.ts";
import { type InstanceOptions, openInstance } from "./instance.ts";
import { createPromMetrics } from "./prom-metrics.ts";
import type { ServerDefinition } from "./server.ts";
import { onEnd } from "./shutdown.ts";

/** Serves one server over HTTP until the process is told to end. */
export async function runHttp(
  definition: ServerDefinition,
  options: Omit<InstanceOptions, "metrics">,
  process: NodeJS.Process,
): Promise<void> {
  const { config, log } = options;
  const metrics = createPromMetrics(log);
  const instance = await openInstance(definition, { ...options, metrics });
  const address = parseAddress(config.http ?? DEFAULT_HTTP);
  const http = await listenHttp({ address, settings: config, metrics, mounts: [{ path: "", instance }] });
  onEnd(process, log, async () => {
    await http.close();
    await instance.close();
  });
  log.info({ url: `${http.url}/mcp` }, "listening");
}
