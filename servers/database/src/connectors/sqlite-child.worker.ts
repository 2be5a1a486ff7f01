/** The query process: opens one database and answers one request at a time, until it is killed or its parent is gone. */
import { flushCompileCache } from "node:module";
import process from "node:process";
import type { Database } from "better-sqlite3";
import { Catalog, readEngineFacts, readSamples } from "./sqlite-catalog.ts";
import { openReadOnly } from "./sqlite-open.ts";
import type { AnswerMessage, Failure, Operation, Operations, RequestMessage } from "./sqlite-protocol.ts";
import { runStatement } from "./sqlite-query.ts";
import { startWatchdog, type Watchdog } from "./sqlite-watchdog.ts";

let database: Database | undefined;
let catalog: Catalog | undefined;
let watchdog: Watchdog | undefined;

type Handlers = {
  [Name in Operation]: (
    request: Operations[Name]["request"],
  ) => Operations[Name]["answer"] | Promise<Operations[Name]["answer"]>;
};

const handlers: Handlers = {
  async open({ path, memoryBytes }) {
    // The watchdog first: once a statement runs, this thread can start nothing.
    watchdog = await startWatchdog(memoryBytes, process.ppid);
    database = openReadOnly(path);
    catalog = new Catalog(database);
    // Killed as it will be, this process has no other time to keep what it compiled for the next one.
    setImmediate(flushCompileCache);
    return null;
  },
  facts: () => readEngineFacts(opened()),
  tables: () => catalog?.tables() ?? [],
  samples: (table) => readSamples(opened(), table),
  query: (request) => runStatement(opened(), request),
};

function opened(): Database {
  if (database === undefined) throw new Error("No database is open.");
  return database;
}

async function answer({ operation, request }: RequestMessage): Promise<AnswerMessage> {
  watchdog?.watch();
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parent pairs each operation with its request
    return { answer: await handlers[operation](request as never) };
  } catch (error) {
    return { failure: toFailure(error) };
  } finally {
    watchdog?.rest();
  }
}

function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  return { code: "code" in error ? String(error.code) : error.name, message: error.message };
}

process.on("disconnect", () => process.exit());
process.on("message", (message: RequestMessage) => {
  void answer(message).then((reply) => process.send?.(reply));
});
