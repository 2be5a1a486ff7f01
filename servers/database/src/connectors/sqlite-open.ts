import type { Database } from "better-sqlite3";
import BetterSqlite3 from "better-sqlite3";
import { checkHeader } from "./sqlite-header.ts";

const BUSY_TIMEOUT_MS = 2_000;

/** Reach native code with addresses or files that a caller could choose; replaced by functions that refuse. */
const DENIED_FUNCTIONS = ["load_extension", "fts3_tokenizer"];

/** Opens a database so that no statement can change it or anything beside it. */
export function openReadOnly(path: string): Database {
  checkHeader(path);
  const database = new BetterSqlite3(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    applySafeguards(database);
    // SQLite reads the file only now; a damaged or foreign one fails here and not in the first query.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function applySafeguards(database: Database): void {
  database.pragma("query_only = ON");
  // Views and triggers of a file from elsewhere may not call functions with side effects.
  database.pragma("trusted_schema = OFF");
  database.pragma("cell_size_check = ON");
  // Large sorts stay under the memory limit of the process instead of filling the disk.
  database.pragma("temp_store = MEMORY");
  for (const name of DENIED_FUNCTIONS) {
    const refuse = (): never => {
      throw new Error(`${name}() is not available`);
    };
    database.function(name, (_first: unknown) => refuse());
    database.function(name, (_first: unknown, _second: unknown) => refuse());
  }
  database.table("pragma_database_list", {
    columns: ["seq", "name", "file"],
    // The real one tells where the file lies on this machine.
    *rows() {
      yield [0, "main", ""];
    },
  });
}
