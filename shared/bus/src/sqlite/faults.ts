import { errorCodeOf, toError, ToolError } from "@quartet/core";

/** Another process is in the way for a moment; worth another try. */
export class StoreBusy extends Error {
  override readonly name = "StoreBusy";
}

/** The file itself is unreadable as a database. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(errorCodeOf(error) ?? "");
}

export function isBusy(error: unknown): boolean {
  // PROTOCOL: lost the race for the write-ahead log's index; as harmless as BUSY.
  return error instanceof StoreBusy || /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(errorCodeOf(error) ?? "");
}

/** Errors of SQLite and of the file system as what the caller can do about them; any other is a defect and stays as it is. */
export function toStoreError(error: unknown): Error {
  if (isBusy(error)) {
    return new ToolError("busy", "Other processes kept the store locked.", { hint: "Try again.", cause: error });
  }
  if (error instanceof ToolError || errorCodeOf(error) === undefined) return toError(error);
  return new ToolError("unavailable", `The store could not do it: ${reasonFor(error)}.`, {
    hint: "See bridge_status for the file, make room or mend its permissions, and try again.",
    cause: error,
  });
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, "the disk is full"],
  [/^(SQLITE_READONLY|EROFS)/, "the disk or the file is read-only"],
  [/^(EACCES|EPERM|SQLITE_PERM)/, "permission was refused"],
  [/^SQLITE_CANTOPEN/, "the file cannot be opened"],
  [/^(ENOTDIR|EEXIST)/, "a file stands where its folder belongs"],
  [/^ENOENT/, "its folder does not exist"],
  [/^SQLITE_IOERR/, "reading or writing the disk failed"],
  [/^SQLITE_(CORRUPT|NOTADB)/, "the file is damaged"],
  [/^(MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)/, "the SQLite module does not load on this machine"],
];

/** A cause in a few words of our own, since an engine's message may carry paths or values. */
export function reasonFor(error: unknown): string {
  const code = errorCodeOf(error) ?? "";
  return REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? `fault ${code}`;
}

const NO_PLACE = /^(SQLITE_(FULL|READONLY|PERM|CANTOPEN)|ENOSPC|EDQUOT|EROFS|EACCES|EPERM|ENOTDIR|EEXIST|ENOENT)/;

/** Whether there is no place for a file, as opposed to a file that is there and cannot be used. */
export function cannotKeepFile(error: unknown): boolean {
  return NO_PLACE.test(errorCodeOf(error) ?? "");
}
