/** Stable, documented reasons a call can fail; clients and agents branch on these. */
export const ERROR_CODES = [
  "invalid_input",
  "not_found",
  "denied",
  "conflict",
  "timeout",
  "cancelled",
  "unavailable",
  "too_large",
  "busy",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Shared by every copy of the core in a process: a bundled server carries its own, and its host must know its errors. */
const toolErrorBrand: unique symbol = Symbol.for("quartet.toolError");

/**
 * A failure the caller can act on: the message says what happened, the hint the next step.
 * Text from outside (rows, logs, engine messages) belongs in results, never in here.
 */
export class ToolError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && toolErrorBrand in value;
  }

  override readonly name = "ToolError";
  readonly [toolErrorBrand] = true;
  readonly code: ErrorCode;
  /** What the caller can try next, in one sentence. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** What a caller may see of any error: a `ToolError` as it is, everything else as `internal`. */
export function toToolError(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  return new ToolError("internal", "The server failed unexpectedly.", {
    hint: "The details are in the server's log on stderr; try again, or report it if it lasts.",
    cause: error,
  });
}

/** Any thrown value as an `Error`, for code that must log or wrap it. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}

/** The code that Node, the system or a driver gave an error, such as `ENOENT`. */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
