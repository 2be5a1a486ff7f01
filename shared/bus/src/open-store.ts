import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { type Logger, toError, ToolError } from "@quartet/core";
import { cannotKeepFile, reasonFor, toStoreError } from "./sqlite/faults.ts";
import { FileSource, MemorySource, type Source } from "./sqlite/source.ts";
import { SqliteStore, type SqliteStoreOptions } from "./sqlite/sqlite-store.ts";
import type { Store, StoreKind } from "./store.ts";

export interface OpenStore extends Pick<SqliteStoreOptions, "namespace" | "now" | "keptEvents"> {
  /** `auto` is `local`, or `memory` where no file can be kept, which it says in `degraded`. */
  readonly kind: StoreKind | "auto";
  /** QUARTET_HOME; the file lives in its folder `bus`. */
  readonly home: string;
  readonly log?: Logger;
}

/** Opens the store of one namespace. With `auto` it fails only when a file is there that must not be used, such as a newer version's. */
export async function openStore(options: OpenStore): Promise<Store> {
  const sqlite = await loadSqlite();
  if (options.kind === "memory") return new SqliteStore(new MemorySource(sqlite), { ...options, kind: "memory" });
  const source = new FileSource(sqlite, join(options.home, "bus"));
  const store = new SqliteStore(source, { ...options, kind: "local" });
  try {
    await store.head();
    if (store.notice !== undefined) options.log?.warn({ path: source.path }, "An earlier store file was set aside.");
    return store;
  } catch (error) {
    await store.close();
    if (options.kind === "local") throw error;
    return inMemoryBecause(error, new MemorySource(sqlite), options);
  }
}

/** A file that is there but not usable for us must not split the user's processes silently; a missing disk may. */
function inMemoryBecause(error: unknown, source: Source, options: OpenStore): Store {
  const cause = error instanceof ToolError && error.cause !== undefined ? error.cause : error;
  if (!cannotKeepFile(cause)) throw toStoreError(error);
  const reason = reasonFor(cause);
  const degraded = `No file can be kept in QUARTET_HOME (${reason}), so nothing is shared or kept after this process.`;
  options.log?.warn({ reason }, "The store falls back to memory.");
  return new SqliteStore(source, { ...options, kind: "memory", degraded });
}

async function loadSqlite(): Promise<typeof Sqlite> {
  try {
    const { default: sqlite } = await import("better-sqlite3");
    return sqlite;
  } catch (error) {
    throw toStoreError(toError(error));
  }
}
