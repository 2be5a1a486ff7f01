import { performance } from "node:perf_hooks";
import { toToolError } from "./errors.ts";
import type { Metrics } from "./metrics.ts";

/** Bucket bounds of the OpenTelemetry semantic conventions for MCP, in seconds. */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

export interface Operation {
  /** The MCP method, such as `tools/call`. */
  readonly method: string;
  readonly tool?: string;
}

/** Times one request and records how it ended. */
export type Measure = <T extends object>(operation: Operation, work: () => Promise<T>) => Promise<T>;

/** `mcp.server.operation.duration` by its OpenTelemetry attributes, in Prometheus spelling. */
export function createMeasure(metrics: Metrics, server: string): Measure {
  const durations = metrics.histogram({
    name: "mcp_server_operation_duration_seconds",
    help: "Duration of MCP requests as seen by the server",
    labels: ["service_name", "mcp_method_name", "gen_ai_tool_name", "error_type"],
    buckets: BUCKETS,
  });
  return async ({ method, tool = "" }, work) => {
    const started = performance.now();
    let error = "";
    try {
      const result = await work();
      if ("isError" in result && result.isError === true) error = "tool_error";
      return result;
    } catch (thrown) {
      error = toToolError(thrown).code;
      throw thrown;
    } finally {
      durations.observe((performance.now() - started) / 1000, {
        service_name: server,
        mcp_method_name: method,
        gen_ai_tool_name: tool,
        error_type: error,
      });
    }
  };
}
