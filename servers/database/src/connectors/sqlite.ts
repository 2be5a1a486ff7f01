import { type Logger, ToolError } from "@quartet/core";
import type { Table } from "../models.ts";
import type { ConnectionFacts, Connector, QueryPage, QueryRequest, SampleValues } from "./connector.ts";
import { translateFailure } from "./sqlite-errors.ts";
import { type FileFacts, inspectFile } from "./sqlite-file.ts";
import { SqlitePool } from "./sqlite-pool.ts";
import { EngineFailure } from "./sqlite-process.ts";
import type { Operation, Operations } from "./sqlite-protocol.ts";

const BYTES_PER_MB = 1024 * 1024;

const POSTURE =
  "Opened read-only in a process of its own, query_only on, one statement per call that the engine itself calls reading.";

export interface SqliteOptions {
  readonly name: string;
  /** Gives the path of the file, always the same one; makes the file first when it is the sample. */
  readonly locate: () => Promise<string>;
  readonly maxProcesses: number;
  readonly memoryMb: number;
  readonly log: Logger;
}

/** SQLite in killable processes: native code cannot be interrupted in the process that runs it. */
export class SqliteConnector implements Connector {
  readonly engine = "sqlite";
  readonly name: string;
  readonly #options: SqliteOptions;
  #closed = false;
  #pool: SqlitePool | undefined;

  constructor(options: SqliteOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Process ids of the query processes, for tests and diagnosis. */
  get pids(): number[] {
    return this.#pool?.pids ?? [];
  }

  async readFacts(signal: AbortSignal): Promise<ConnectionFacts> {
    const { sizeBytes } = await this.#inspect();
    const facts = await this.#ask("facts", null, signal);
    return { ...facts, sizeBytes, posture: POSTURE };
  }

  async readTables(signal: AbortSignal): Promise<readonly Table[]> {
    return this.#ask("tables", null, signal);
  }

  async sampleValues(table: string, signal: AbortSignal): Promise<SampleValues> {
    return this.#ask("samples", table, signal);
  }

  async runQuery(request: QueryRequest, signal: AbortSignal): Promise<QueryPage> {
    try {
      return await this.#run("query", request, signal);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      throw await this.#explain(error, request.sql, signal);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool?.close();
  }

  /** Names are looked up only now, when one may be misspelt. */
  async #explain({ failure }: EngineFailure, sql: string, signal: AbortSignal): Promise<ToolError> {
    const names = /^no such (?:table|column)/.test(failure.message);
    const tables = names ? await this.readTables(signal).catch(() => []) : [];
    return translateFailure(failure, sql, tables);
  }

  async #ask<Name extends Operation>(
    operation: Name,
    request: Operations[Name]["request"],
    signal: AbortSignal,
  ): Promise<Operations[Name]["answer"]> {
    try {
      return await this.#run(operation, request, signal);
    } catch (error) {
      throw error instanceof EngineFailure ? translateFailure(error.failure, "", []) : error;
    }
  }

  async #run<Name extends Operation>(
    operation: Name,
    request: Operations[Name]["request"],
    signal: AbortSignal,
  ): Promise<Operations[Name]["answer"]> {
    const { id, pool } = await this.#inspect();
    return pool.run(id, { operation, request }, signal);
  }

  /** Looks at the file before every call: it may have gone, changed place or been replaced since. */
  async #inspect(): Promise<FileFacts & { readonly pool: SqlitePool }> {
    const path = await this.#options.locate();
    const facts = await inspectFile(path);
    if (this.#closed) throw new ToolError("unavailable", "The database connection is closed.");
    return { ...facts, pool: this.#poolFor(path) };
  }

  #poolFor(path: string): SqlitePool {
    const { maxProcesses, memoryMb, log } = this.#options;
    this.#pool ??= new SqlitePool({ open: { path, memoryBytes: memoryMb * BYTES_PER_MB }, maxProcesses, log });
    return this.#pool;
  }
}
