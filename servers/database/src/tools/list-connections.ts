import { type Call, defineTool, toToolError } from "@quartet/core";
import * as z from "zod";
import type { Connection } from "../connectors/connections.ts";
import type { Context } from "../context.ts";
import { Engine } from "../models.ts";

const ConnectionState = z.object({
  name: z.string(),
  state: z.enum(["ready", "unavailable"]),
  engine: Engine.optional(),
  version: z.string().optional(),
  sizeBytes: z.int().optional(),
  tables: z.int().optional(),
  views: z.int().optional(),
  readOnly: z.boolean(),
  posture: z.string().optional().describe("How reading only is enforced"),
  problem: z.string().optional(),
  hint: z.string().optional(),
});
export type ConnectionState = z.output<typeof ConnectionState>;

export const listConnections = defineTool({
  name: "list_connections",
  title: "List database connections",
  description:
    "Which databases this server can read: engine, version, size, number of tables, and whether each is reachable.",
  effect: "read",
  input: z.object({}),
  output: z.object({ connections: z.array(ConnectionState) }),
  async run(_input, { context, signal }: Call<Context>) {
    const states = context.connections.all.map((connection) => connectionState(connection, signal));
    return { connections: await Promise.all(states) };
  },
});

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
