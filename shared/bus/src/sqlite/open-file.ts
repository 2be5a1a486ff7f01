import { chmodSync, lstatSync, mkdirSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import type Sqlite from "better-sqlite3";
import { ToolError } from "@quartet/core";
import { matchesGlob } from "../glob.ts";
import { isDamage } from "./faults.ts";
import { migrate } from "./schema.ts";

/** Kept short, because waiting inside SQLite stops the whole process; the store tries again from outside. */
const LOCK_WAIT_MS = 50;

/** Makes the store's folder, for the user alone. Throws when it belongs to somebody else or is not a folder. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const { uid } = userInfo();
  if (!found.isDirectory() || (uid >= 0 && found.uid !== uid)) {
    throw new ToolError("denied", "The store's folder is a link or belongs to another user.", {
      hint: "Set QUARTET_HOME to a folder of your own.",
    });
  }
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Opens a shared file, private to the user, in write-ahead mode. */
export function openFile(sqlite: typeof Sqlite, path: string): Sqlite.Database {
  // Before SQLite opens it, since the side files take over the permissions of the main file.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return configured(new sqlite(path, { timeout: LOCK_WAIT_MS, fileMustExist: true }), (db) => {
    db.pragma("journal_mode = WAL");
    // Survives the death of any process; only a power cut can take the last moments, and never the file's integrity.
    db.pragma("synchronous = NORMAL");
    db.pragma("journal_size_limit = 8388608");
  });
}

export function openMemory(sqlite: typeof Sqlite): Sqlite.Database {
  return configured(new sqlite(":memory:"), () => undefined);
}

function configured(db: Sqlite.Database, prepare: (db: Sqlite.Database) => void): Sqlite.Database {
  try {
    db.pragma("trusted_schema = OFF");
    prepare(db);
    migrate(db);
    const direct = { deterministic: true, directOnly: true } as const;
    db.function("matches_glob", direct, (pattern, text) => (matchesGlob(String(pattern), String(text)) ? 1 : 0));
    db.function("has_words", direct, (words, text) => (hasWords(String(words), String(text)) ? 1 : 0));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Unlike SQLite's own LIKE this folds case beyond ASCII. */
function hasWords(words: string, text: string): boolean {
  const folded = text.toLowerCase();
  return words.split("\n").every((word) => folded.includes(word));
}

/** Whether the file can be read as a database from end to end; asked before a file is given up. */
export function isSound(sqlite: typeof Sqlite, path: string): boolean {
  try {
    const db = new sqlite(path, { readonly: true, timeout: LOCK_WAIT_MS });
    try {
      return db.pragma("quick_check(1)", { simple: true }) === "ok";
    } finally {
      db.close();
    }
  } catch (error) {
    return !isDamage(error);
  }
}
