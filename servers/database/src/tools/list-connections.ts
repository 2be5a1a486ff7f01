import { type Call, defineTool } from "@quartet/core";
import * as z from "zod";
import { connectionState } from "../connectors/connection-state.ts";
import type { Context } from "../context.ts";
import { ConnectionState } from "../models.ts";

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
