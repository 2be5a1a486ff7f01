import { createHash } from "node:crypto";
import { ToolError } from "@quartet/core";
import { isJsonObject } from "../merge-patch.ts";
import { formatRevision } from "../revision.ts";
import type { Receipt } from "../store.ts";
import { type Bound, statement } from "./bound.ts";

interface OperationRow {
  readonly sequence: number;
  readonly request: string;
  readonly created: number;
  readonly expires_at: number | null;
}

/** The receipt of an operation applied before. Throws `conflict` when its id was used for another request. */
export function findOperation(bound: Bound, operationId: string | undefined, request: unknown): Receipt | undefined {
  if (operationId === undefined) return undefined;
  const row = statement<OperationRow>(
    bound.db,
    "SELECT sequence, request, created, expires_at FROM events WHERE namespace = ? AND operation = ?",
  ).get(bound.id, operationId);
  if (row === undefined) return undefined;
  if (row.request !== fingerprint(request)) {
    throw new ToolError("conflict", "This operationId was used before, for another request.", {
      hint: "Use a new operationId for a new request, such as a UUID; repeat an old one only with the same arguments.",
    });
  }
  return {
    revision: formatRevision(bound.epoch, row.sequence),
    created: row.created === 1,
    replayed: true,
    ...(row.expires_at !== null && { expiresAtMs: row.expires_at }),
  };
}

/** Remembers the operation with its event; only inside the transaction that wrote the event. */
export function rememberOperation(bound: Bound, sequence: number, operation: Remembered): void {
  const { operationId, request, created, expiresAtMs } = operation;
  if (operationId === undefined) return;
  statement(
    bound.db,
    "UPDATE events SET operation = ?, request = ?, created = ?, expires_at = ? WHERE namespace = ? AND sequence = ?",
  ).run(operationId, fingerprint(request), created ? 1 : 0, expiresAtMs ?? null, bound.id, sequence);
}

export interface Remembered extends Pick<Receipt, "created" | "expiresAtMs"> {
  readonly operationId: string | undefined;
  readonly request: unknown;
}

/** The same for equal requests, in whatever order their members were written. */
function fingerprint(request: unknown): string {
  const ordered = JSON.stringify(request, (_name, value: unknown) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash("sha256").update(ordered).digest("base64url");
}
