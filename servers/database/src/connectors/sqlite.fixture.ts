import { mkdtemp, rm } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@quartet/core/host";
import BetterSqlite3 from "better-sqlite3";
import { onTestFinished } from "vitest";
import { SqliteConnector } from "./sqlite.ts";

// Query processes then start in half the time: their TypeScript is stripped once and not for each of them.
enableCompileCache();

type CleanUp = (work: () => Promise<void>) => void;

/** A folder that goes when the test ends. */
export async function temporaryFolder(cleanUp: CleanUp = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "quartet-database-"));
  cleanUp(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new database file in which `statements` were run. */
export async function databaseFile(statements: readonly string[], cleanUp?: CleanUp): Promise<string> {
  const path = join(await temporaryFolder(cleanUp), "test.db");
  const database = new BetterSqlite3(path);
  for (const statement of statements) database.exec(statement);
  database.close();
  return path;
}

const quiet = createLogger("database", "silent", () => undefined);

interface FixtureOptions {
  readonly maxProcesses?: number;
  readonly memoryMb?: number;
  readonly cleanUp?: CleanUp;
}

/** A connector that is closed when the test ends. */
export function connectorFor(path: string, options: FixtureOptions = {}): SqliteConnector {
  const { maxProcesses = 3, memoryMb = 256, cleanUp = onTestFinished } = options;
  const connector = new SqliteConnector({ name: "test", locate: async () => path, maxProcesses, memoryMb, log: quiet });
  cleanUp(() => connector.close());
  return connector;
}
