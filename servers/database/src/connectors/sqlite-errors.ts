import { nearest, plainLine, ToolError } from "@quartet/core";
import type { Table } from "../models.ts";
import type { Failure, RefusalCode } from "./sqlite-protocol.ts";

const MAX_MESSAGE_CHARS = 200;
const READ_ONLY_HINT = "Only reading is possible here: use SELECT, WITH … SELECT, VALUES or EXPLAIN QUERY PLAN.";

/** Turns what SQLite or the query process reported into an error for the caller; `tables` serves to suggest names. */
export function translateFailure(failure: Failure, sql: string, tables: readonly Table[]): ToolError {
  const refusal = refusals.get(failure.code);
  if (refusal !== undefined) return refusal(failure.message);
  const byCode = translateCode(failure.code);
  if (byCode !== undefined) return byCode;
  if (failure.code === "SQLITE_ERROR") return translateSqlError(failure.message, sql, tables);
  return rejected(failure.message);
}

const REFUSALS: Readonly<Record<RefusalCode, (detail: string) => ToolError>> = {
  EMPTY: () => invalid("sql: holds no statement.", "Write one SELECT statement."),
  NUL_CHARACTER: () => invalid("sql: holds a NUL character.", "Pass such a value as a parameter."),
  SEVERAL_STATEMENTS: () =>
    invalid("sql: holds more than one statement.", "Send one statement per call; nothing of it was run."),
  NOT_A_QUERY: notAQuery,
  PRAGMA: (name) =>
    new ToolError(
      "denied",
      `sql: PRAGMA ${shorten(name, 40)} in this form is not one that only reads; it was not run.`,
      {
        hint: "PRAGMAs such as table_info(name), index_list(name) and integrity_check work; describe_table says more.",
      },
    ),
  WRITES: () =>
    new ToolError("denied", "sql: the statement would change data; it was not run.", { hint: READ_ONLY_HINT }),
  PARAMETERS: (detail) =>
    invalid(
      `params: do not fit the statement. ${shorten(detail)}.`,
      "Give an array for ? and ?1, or an object for :name, with a value for each.",
    ),
  NOT_A_DATABASE: notADatabase,
  WAL_FOLDER: () =>
    new ToolError("unavailable", "The database file uses a write-ahead log, and its folder is read-only.", {
      hint: "Make the folder writable, or let its owner run PRAGMA journal_mode=DELETE on the database.",
    }),
  ROW_TOO_WIDE: (columns) =>
    new ToolError("too_large", `A row of ${columns} columns does not fit into one answer.`, {
      hint: "Select the columns that matter by name.",
    }),
};

const refusals: ReadonlyMap<string, (detail: string) => ToolError> = new Map(Object.entries(REFUSALS));

/** A reader may not put right what a crashed writer left. */
const UNFINISHED = new Set(["SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY", "SQLITE_READONLY_CANTINIT"]);

function translateCode(code: string): ToolError | undefined {
  if (UNFINISHED.has(code)) {
    return new ToolError("unavailable", "The database was left in the middle of a change by a program that crashed.", {
      hint: "Open it once with a program that may write to it, such as its own or the sqlite3 shell; that completes or undoes the change.",
    });
  }
  const primary = /^SQLITE_[A-Z]+/.exec(code)?.[0];
  switch (primary ?? "") {
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return new ToolError("busy", "The database is locked by another program.", {
        hint: "Try again in a few seconds.",
      });
    case "SQLITE_NOTADB":
      return notADatabase();
    case "SQLITE_CORRUPT":
      return new ToolError("unavailable", "The database file is damaged.", {
        hint: "Restore it from a backup; run_query with PRAGMA integrity_check may tell more.",
      });
    case "SQLITE_READONLY":
    case "SQLITE_AUTH":
    case "SQLITE_PERM":
      return new ToolError("denied", "The engine refused the statement: it would change data.", {
        hint: READ_ONLY_HINT,
      });
    case "SQLITE_NOMEM":
    case "SQLITE_TOOBIG":
      return new ToolError("too_large", "A value of the statement is too big for the engine.", {
        hint: "Shorten it in the statement, for example with substr() or length().",
      });
    case "SQLITE_CANTOPEN":
    case "SQLITE_IOERR":
    case "SQLITE_FULL":
      return new ToolError("unavailable", `The engine could not read the database file (${code}).`, {
        hint: "Look at the file, its folder and its disk, then try again.",
      });
    default:
      return undefined;
  }
}

function translateSqlError(message: string, sql: string, tables: readonly Table[]): ToolError {
  const [, table] = /^no such table: ([^]+)$/.exec(message) ?? [];
  if (table !== undefined) return unknownTable(table, tables);
  const [, column] = /^no such column: "?([^]+?)"?(?: - should this be .*)?$/.exec(message) ?? [];
  if (column !== undefined) return unknownColumn(column, message, tables);
  const [, near] = /^near "([^]*)": syntax error$/.exec(message) ?? [];
  if (near !== undefined) {
    return invalid(`sql: syntax error near "${shorten(near, 40)}"${placeOf(near, sql)}.`, "This is SQLite's dialect.");
  }
  if (message === "incomplete input") return invalid("sql: the statement ends too early.", "Complete it.");
  return rejected(message);
}

function notADatabase(): ToolError {
  return new ToolError("unavailable", "The database file is not an SQLite database, or it is encrypted.", {
    hint: "Set url to a plain SQLite 3 file.",
  });
}

const READING_WORDS = ["SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA"];
const OTHER_WORDS =
  "ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END INSERT REINDEX RELEASE REPLACE ROLLBACK SAVEPOINT UPDATE VACUUM";
const STATEMENT_WORDS = [...READING_WORDS, ...OTHER_WORDS.split(" ")];

/** A word that begins no statement is a slip of the pen, not an attempt to write. */
function notAQuery(keyword: string): ToolError {
  const word = keyword.replace(/^EXPLAIN /, "");
  const shown = shorten(keyword, 40);
  if (STATEMENT_WORDS.includes(word)) {
    return new ToolError("denied", `sql: ${shown} is not a statement that reads; it was not run.`, {
      hint: READ_ONLY_HINT,
    });
  }
  const meant = nearest(word, STATEMENT_WORDS);
  const hints = [
    ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
    ...(meant === undefined || !READING_WORDS.includes(meant) ? [READ_ONLY_HINT] : []),
  ];
  return invalid(`sql: no statement begins with ${shown}.`, hints.join(" "));
}

function unknownTable(written: string, tables: readonly Table[]): ToolError {
  const name = withoutSchema(written);
  const close = nearest(
    name,
    tables.map((table) => table.name),
  );
  const hint = close === undefined ? "search_schema lists the tables." : `Did you mean "${shorten(close)}"?`;
  return new ToolError("not_found", `sql: there is no table ${shorten(written)}.`, { hint });
}

function unknownColumn(written: string, message: string, tables: readonly Table[]): ToolError {
  if (message.includes("single-quotes")) {
    return invalid(
      `sql: there is no column ${shorten(written)}.`,
      `If it is text, write '${shorten(written)}' instead.`,
    );
  }
  const name = withoutSchema(written);
  const close = nearest(
    name,
    tables.flatMap((table) => table.columns.map((column) => column.name)),
  );
  const owners = tables.filter((table) => table.columns.some((column) => column.name === close)).slice(0, 3);
  const hint =
    close === undefined
      ? "describe_table lists the columns of a table."
      : `Did you mean "${shorten(close)}" of ${owners.map((table) => shorten(table.name)).join(", ")}?`;
  return new ToolError("not_found", `sql: there is no column ${shorten(written)}.`, { hint });
}

function withoutSchema(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Where the token stands, when it occurs only once; SQLite itself names it without a position. */
function placeOf(token: string, sql: string): string {
  const at = sql.indexOf(token);
  if (at === -1 || sql.includes(token, at + 1)) return "";
  const before = sql.slice(0, at).split("\n");
  return ` at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function rejected(message: string): ToolError {
  return invalid(
    `sql: the engine refused it: ${shorten(message)}.`,
    "Correct the statement; this is SQLite's dialect.",
  );
}

function invalid(message: string, hint: string): ToolError {
  return new ToolError("invalid_input", message, { hint });
}

/** Without the full stop that the sentence around it brings. */
function shorten(text: string, maxChars: number = MAX_MESSAGE_CHARS): string {
  return plainLine(text.replace(/\.\s*$/, ""), maxChars);
}
