import type { Metrics } from "./metrics.ts";

/** Bucket bounds of the OpenTelemetry semantic conventions for MCP, in seconds. */
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

export type RecordOperation = (operation: {
  method: string;
  tool?: string;
  seconds: number;
  error?: string | undefined;
}) => void;

/** `mcp.server.operation.duration` by its OpenTelemetry attributes, in Prometheus spelling. */
export function operationRecorder(metrics: Metrics, server: string): RecordOperation {
  const durations = metrics.histogram({
    name: "mcp_server_operation_duration_seconds",
    help: "Duration of MCP requests as seen by the server",
    labels: ["service_name", "mcp_method_name", "gen_ai_tool_name", "error_type"],
    buckets: BUCKETS,
  });
  return ({ method, tool = "", seconds, error = "" }) =>
    durations.observe(seconds, {
      service_name: server,
      mcp_method_name: method,
      gen_ai_tool_name: tool,
      error_type: error,
    });
}
