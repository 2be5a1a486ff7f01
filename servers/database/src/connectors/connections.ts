import { suggest, ToolError } from "@quartet/core";
import type { Connector } from "./connector.ts";

/** A database the server knows by name, whether or not it can be used. */
export type Connection =
  | { readonly name: string; readonly connector: Connector }
  | { readonly name: string; readonly problem: ToolError };

/** Every database from the settings; the first one is meant when a caller names none. */
export class Connections {
  readonly all: readonly Connection[];

  constructor(all: readonly Connection[]) {
    this.all = all;
  }

  /** The connector of that name, or of the first connection; throws when it is unknown or cannot be used. */
  get(name?: string): Connector {
    const found = name === undefined ? this.all[0] : this.all.find((connection) => connection.name === name);
    if (found === undefined) {
      const known = this.all.map((connection) => connection.name);
      throw new ToolError("not_found", "There is no connection of that name.", { hint: suggest(name ?? "", known) });
    }
    if ("problem" in found) throw found.problem;
    return found.connector;
  }

  async close(): Promise<void> {
    await Promise.all(
      this.all.map(async (connection) => {
        if ("connector" in connection) await connection.connector.close();
      }),
    );
  }
}
