import { join } from "node:path";
import type { Setup } from "@quartet/core";
import type { Config } from "./config.ts";
import { type Connection, Connections } from "./connectors/connections.ts";
import { parseDataSource } from "./connectors/data-source.ts";
import { SqliteConnector } from "./connectors/sqlite.ts";
import { ensureSample } from "./sample/sample-file.ts";

/** What a tool of this server may use. */
export interface Context {
  readonly connections: Connections;
  /** Most rows of one page, whatever a caller asks for. */
  readonly maxRows: number;
}

export function buildContext(setup: Setup<Config>): Context {
  const connections = new Connections([openSource(setup)]);
  setup.onClose(() => connections.close());
  return { connections, maxRows: setup.config.maxRows };
}

/** Opens nothing yet: a connector starts its processes with the first call. */
function openSource({ config, home, log }: Setup<Config>): Connection {
  const source = parseDataSource(config.url?.reveal());
  if (source.kind === "unusable") return source;
  const name = source.kind === "sample" ? "sample" : source.name;
  const locate = source.kind === "sample" ? () => ensureSample(join(home, "database")) : async () => source.path;
  const { processes: maxProcesses, memoryMb } = config;
  return { name, connector: new SqliteConnector({ name, locate, maxProcesses, memoryMb, log }) };
}
