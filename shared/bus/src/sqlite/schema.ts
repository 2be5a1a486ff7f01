import type { Database } from "better-sqlite3";
import { ToolError } from "@quartet/core";

/** One step per schema version; a step once released is never edited. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE namespaces (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE,
     epoch TEXT NOT NULL,
     sequence INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE entries (
     namespace INTEGER NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     sequence INTEGER NOT NULL,
     by TEXT NOT NULL,
     tags TEXT NOT NULL,
     size INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     expires_at INTEGER,
     PRIMARY KEY (namespace, key)
   ) STRICT;
   CREATE INDEX entries_expiry ON entries (namespace, expires_at) WHERE expires_at IS NOT NULL;
   CREATE TABLE events (
     namespace INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     type TEXT NOT NULL,
     key TEXT,
     by TEXT NOT NULL,
     at INTEGER NOT NULL,
     data TEXT NOT NULL,
     -- From here on: the receipt for an operation that comes again.
     operation TEXT,
     request TEXT,
     created INTEGER,
     expires_at INTEGER,
     PRIMARY KEY (namespace, sequence)
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX events_operation ON events (namespace, operation) WHERE operation IS NOT NULL;`,
];

const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Brings the file to this version's schema, once, whichever process comes first. A newer file is refused untouched. */
export function migrate(db: Database): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  db.transaction(() => {
    const version = versionOf(db);
    refuseNewer(version);
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}

function versionOf(db: Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}

function refuseNewer(version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new ToolError(
    "unavailable",
    `The shared store was made by a newer version of Quartet (schema ${version}; this version knows ${SCHEMA_VERSION}).`,
    { hint: "Update Quartet here, or set QUARTET_HOME to another folder to keep apart." },
  );
}
