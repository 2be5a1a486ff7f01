import { homedir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ToolError } from "@quartet/core";

/** Where the data is, as read from the setting `url`. */
export type DataSource =
  | { readonly kind: "sample" }
  | { readonly kind: "sqlite"; readonly name: string; readonly path: string }
  /** Understood, but of no use; every call says why. */
  | { readonly kind: "unusable"; readonly name: string; readonly problem: ToolError };

const ENGINES: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  postgresql: "PostgreSQL",
  mysql: "MySQL",
  mariadb: "MariaDB",
  mssql: "SQL Server",
  sqlserver: "SQL Server",
  oracle: "Oracle",
  mongodb: "MongoDB",
  "mongodb+srv": "MongoDB",
  redis: "Redis",
  duckdb: "DuckDB",
  clickhouse: "ClickHouse",
};

/** Two letters or more, so that `C:\data.db` is a path. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/** Reads a path, `sqlite:PATH` or `file:` URL; other databases are named in the error, their address and password never. */
export function parseDataSource(url: string | undefined): DataSource {
  const written = url?.trim() ?? "";
  if (written === "") return { kind: "sample" };
  const scheme = SCHEME.exec(written)?.[1]?.toLowerCase();
  if (scheme === undefined) return sqliteAt(written);
  if (scheme === "file") return fromFileUrl(written);
  const rest = written.slice(scheme.length + 1);
  if (scheme === "sqlite" || scheme === "sqlite3") return sqliteAt(decode(rest.replace(/^\/\/(?=\/)|^\/\//, "")));
  return otherEngine(scheme);
}

function fromFileUrl(written: string): DataSource {
  const [address = ""] = written.split(/[?#]/);
  if (!address.startsWith("file://")) return sqliteAt(decode(address.slice("file:".length)));
  try {
    return sqliteAt(fileURLToPath(address));
  } catch {
    return unusable("file", "url: is not a valid file: URL.", "Write file:///absolute/path.db, or just the path.");
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sqliteAt(written: string): DataSource {
  if (written === "" || written === ":memory:" || written.includes("\0")) {
    return unusable(
      "sqlite",
      "url: names no file.",
      "Give the path of an SQLite file, or leave url out for the sample.",
    );
  }
  const path = resolve(/^~[/\\]/.test(written) ? join(homedir(), written.slice(2)) : written);
  return { kind: "sqlite", name: basename(path, extname(path)), path };
}

function otherEngine(scheme: string): DataSource {
  const engine = ENGINES[scheme];
  const message =
    engine === undefined
      ? `url: starts with ${scheme}:, which is no database this server knows.`
      : `url: names a ${engine} database; this version of the server supports SQLite only.`;
  return unusable(scheme, message, "Set DATABASE_URL to the path of an SQLite file, or leave it out for the sample.");
}

function unusable(name: string, message: string, hint: string): DataSource {
  return { kind: "unusable", name, problem: new ToolError("unavailable", message, { hint }) };
}
