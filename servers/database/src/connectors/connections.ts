import type { ToolError } from "@quartet/core";
import type { Connector } from "./connector.ts";

/** A database the server knows by name, whether or not it can be used. */
export type Connection =
  | { readonly name: string; readonly connector: Connector }
  | { readonly name: string; readonly problem: ToolError };

/** Every database from the settings. */
export class Connections {
  readonly all: readonly [Connection, ...Connection[]];

  constructor(all: readonly [Connection, ...Connection[]]) {
    this.all = all;
  }

  /** The connector of the first connection, which every tool uses; throws when it cannot be used. */
  get(): Connector {
    const [first] = this.all;
    if ("problem" in first) throw first.problem;
    return first.connector;
  }

  async close(): Promise<void> {
    await Promise.all(
      this.all.map(async (connection) => {
        if ("connector" in connection) await connection.connector.close();
      }),
    );
  }
}
