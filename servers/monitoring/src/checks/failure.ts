import { errorCodeOf } from "@quartet/core";
import type { CheckResult } from "../models.ts";

type State = CheckResult["state"];

/** Ends a check early with what is known. Thrown inside the check only; the caller gets a result. */
export class CheckFailure extends Error {
  override readonly name = "CheckFailure";
  readonly state: State;
  readonly code: string | undefined;

  constructor(state: State, reason: string, options: { code?: string; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.state = state;
    this.code = options.code;
  }
}

/** What an error code says of the target (`down`) or only of us (`inconclusive`). */
const CODES: Readonly<Record<string, readonly [State, string]>> = {
  ECONNREFUSED: ["down", "Nothing accepts connections on this port."],
  ECONNRESET: ["down", "The target closed the connection abruptly."],
  EPIPE: ["down", "The target closed the connection abruptly."],
  EHOSTUNREACH: ["down", "The target's host cannot be reached."],
  EHOSTDOWN: ["down", "The target's host is down."],
  ETIMEDOUT: ["down", "The target did not answer the connection attempt."],
  ENOTFOUND: ["down", "The name does not exist in DNS."],
  ENODATA: ["down", "The name has no address in DNS."],
  EAI_NODATA: ["down", "The name has no address in DNS."],
  EAI_AGAIN: ["inconclusive", "DNS gives no answer now; the target itself was not tried."],
  EPROTO: ["down", "The TLS handshake failed."],
  ENETUNREACH: ["inconclusive", "This machine has no route to the target's network."],
  ENETDOWN: ["inconclusive", "This machine's network is down."],
  EADDRNOTAVAIL: ["inconclusive", "This machine has no address or port to connect from."],
  EMFILE: ["inconclusive", "This machine has no free file handle."],
  ENFILE: ["inconclusive", "This machine has no free file handle."],
  EACCES: ["inconclusive", "This machine may not connect there (firewall or policy)."],
  EPERM: ["inconclusive", "This machine may not connect there (firewall or policy)."],
};

/** Any error of the network as a judgement of the target. */
export function toFailure(error: unknown): CheckFailure {
  if (error instanceof CheckFailure) return error;
  const code = firstCodeOf(error);
  if (code !== undefined && Object.hasOwn(CODES, code)) {
    const [state, reason] = CODES[code] ?? ["inconclusive", ""];
    return new CheckFailure(state, reason, { code, cause: error });
  }
  if (code?.startsWith("HPE_"))
    return new CheckFailure("down", "The target's answer is not valid HTTP.", { code, cause: error });
  if (code?.startsWith("ERR_SSL_"))
    return new CheckFailure("down", "The TLS handshake failed.", { code, cause: error });
  return new CheckFailure("inconclusive", "The check failed for an unforeseen reason.", {
    code: code ?? "unknown",
    cause: error,
  });
}

function firstCodeOf(error: unknown): string | undefined {
  // Several addresses tried give one error each; the first speaks for all.
  if (error instanceof AggregateError && error.errors.length > 0) return firstCodeOf(error.errors[0]);
  return errorCodeOf(error);
}
