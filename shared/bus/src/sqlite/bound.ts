import { randomBytes } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";

/** A database seen from one namespace. */
export interface Bound {
  readonly db: Database;
  /** The namespace's row. */
  readonly id: number;
  readonly epoch: string;
  readonly keptEvents: number;
}

/** Finds the namespace in the database, or begins it with an epoch of its own. */
export function bind(db: Database, namespace: string, keptEvents: number): Bound {
  const find = db.prepare<[string], { id: number; epoch: string }>("SELECT id, epoch FROM namespaces WHERE name = ?");
  if (find.get(namespace) === undefined) {
    db.prepare("INSERT OR IGNORE INTO namespaces (name, epoch, sequence) VALUES (?, ?, 0)").run(
      namespace,
      randomBytes(6).toString("hex"),
    );
  }
  const row = find.get(namespace);
  if (row === undefined) throw new Error("The namespace vanished while it was made.");
  return { db, ...row, keptEvents };
}

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** A statement, prepared once for each database. `Row` is what the caller knows it gives. */
export function statement<Row>(db: Database, sql: string): Statement<unknown[], Row> {
  const known = prepared.get(db) ?? new Map<string, Statement>();
  prepared.set(db, known);
  const found = known.get(sql) ?? db.prepare(sql);
  known.set(sql, found);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a statement gives is known to whoever wrote it
  return found as Statement<unknown[], Row>;
}
