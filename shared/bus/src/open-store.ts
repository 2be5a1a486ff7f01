import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { type Logger, toError, ToolError } from "@quartet/core";
import { reasonFor, toStoreError } from "./sqlite/faults.ts";
import { FileSource, MemorySource, type Source } from "./sqlite/source.ts";
import { SqliteStore, type SqliteStoreOptions } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";

export interface OpenStore extends Pick<SqliteStoreOptions, "namespace" | "now" | "keptEvents"> {
  /** `local` falls back to `memory` where no file can be kept, and says so in `degraded`. */
  readonly kind: "local" | "memory";
  /** QUARTET_HOME; the file lives in its folder `bus`. */
  readonly home: string;
  readonly log?: Logger;
}

/** Opens the store of one namespace. Fails only when a shared file exists that must not be used, such as a newer version's. */
export async function openStore(options: OpenStore): Promise<Store> {
  const sqlite = await loadSqlite();
  if (options.kind === "memory") return new SqliteStore(new MemorySource(sqlite), options);
  const source = new FileSource(sqlite, join(options.home, "bus"));
  const store = new SqliteStore(source, options);
  try {
    await store.head();
    if (store.notice !== undefined) options.log?.warn({ path: source.path }, "An earlier store file was set aside.");
    return store;
  } catch (error) {
    await store.close();
    return inMemoryBecause(error, new MemorySource(sqlite), options);
  }
}

/** A file that is there but not usable for us must not split the user's processes silently; a missing disk may. */
function inMemoryBecause(error: unknown, source: Source, options: OpenStore): Store {
  const cause = error instanceof ToolError && error.cause !== undefined ? error.cause : error;
  const reason = reasonFor(cause);
  if (cause instanceof ToolError || !CANNOT_KEEP_A_FILE.test(reason)) throw toStoreError(error);
  const degraded = `No file can be kept in QUARTET_HOME (${reason}), so nothing is shared or kept after this process.`;
  options.log?.warn({ reason }, "The store falls back to memory.");
  return new SqliteStore(source, { ...options, kind: "memory", degraded });
}

const CANNOT_KEEP_A_FILE = /read-only|permission|full|a file stands|does not exist|cannot be opened/;

async function loadSqlite(): Promise<typeof Sqlite> {
  try {
    const { default: sqlite } = await import("better-sqlite3");
    return sqlite;
  } catch (error) {
    throw toStoreError(toError(error));
  }
}
