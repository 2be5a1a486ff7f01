import { toToolError } from "@quartet/core";
import type { ConnectionState } from "../models.ts";
import type { Connection } from "./connections.ts";

/** A connection that does not work is part of the answer, not a failure of the call. */
export async function connectionState(connection: Connection, signal: AbortSignal): Promise<ConnectionState> {
  const { name } = connection;
  try {
    if ("problem" in connection) throw connection.problem;
    const { engine } = connection.connector;
    return { name, state: "ready", engine, readOnly: true, ...(await connection.connector.readFacts(signal)) };
  } catch (error) {
    if (signal.aborted) throw error;
    const { message, hint } = toToolError(error);
    return { name, state: "unavailable", readOnly: true, problem: message, ...(hint === undefined ? {} : { hint }) };
  }
}
