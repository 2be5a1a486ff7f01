import type { Table } from "../models.ts";
import type { QueryPage, QueryRequest, SampleValues } from "./connector.ts";

/** What the parent asks of a query process; the first request of a process is always `open`. */
export interface Operations {
  open: { readonly request: OpenRequest; readonly answer: null };
  facts: { readonly request: null; readonly answer: EngineFacts };
  tables: { readonly request: null; readonly answer: Table[] };
  samples: { readonly request: string; readonly answer: SampleValues };
  query: { readonly request: QueryRequest; readonly answer: QueryPage };
}
export type Operation = keyof Operations;

export interface OpenRequest {
  readonly path: string;
  /** Resident memory at which the process ends itself. */
  readonly memoryBytes: number;
}

export interface EngineFacts {
  readonly version: string;
  readonly tables: number;
  readonly views: number;
}

export interface RequestMessage {
  readonly operation: Operation;
  readonly request: unknown;
}

/** A failure in the query process: `code` is SQLite's own, or one of the child's for what it refuses itself. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export type AnswerMessage = { readonly answer: unknown } | { readonly failure: Failure };

/** Refused or failed before SQLite had a say. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message = "") {
    super(message);
    this.code = code;
  }
}

export type RefusalCode =
  | "EMPTY"
  | "NUL_CHARACTER"
  | "SEVERAL_STATEMENTS"
  | "NOT_A_QUERY"
  | "PRAGMA"
  | "WRITES"
  | "PARAMETERS"
  | "ROW_TOO_WIDE"
  | "NOT_A_DATABASE"
  | "WAL_FOLDER";

/** How the watchdog ends a process that took too much memory; the parent itself only ever uses SIGKILL. */
export const MEMORY_SIGNALS: readonly NodeJS.Signals[] = ["SIGUSR2", "SIGTERM"];
