import type { CheckResult } from "@quartet/core";
import { connectionState } from "./connectors/connection-state.ts";
import type { Context } from "./context.ts";
import type { ConnectionState } from "./models.ts";

const CHECK_TIMEOUT_MS = 10_000;

/** Opens every connection and says what is there, or what to mend. */
export async function checkConnections({ connections }: Context): Promise<CheckResult[]> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const states = await Promise.all(connections.all.map((connection) => connectionState(connection, signal)));
  return states.map(toResult);
}

function toResult(state: ConnectionState): CheckResult {
  const name = `connection ${state.name}`;
  if (state.state === "ready") {
    const { engine, version, tables, views, sizeBytes } = state;
    return {
      name,
      ok: true,
      detail: `${engine} ${version}, read-only; tables: ${tables}, views: ${views}, bytes: ${sizeBytes}`,
    };
  }
  const { problem = "It cannot be used.", hint } = state;
  return { name, ok: false, detail: problem, ...(hint === undefined ? {} : { hint }) };
}
