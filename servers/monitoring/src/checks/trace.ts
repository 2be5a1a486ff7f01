import type { CheckResult, TlsInfo } from "../models.ts";
import { round } from "../round.ts";
import { CheckFailure, toFailure } from "./failure.ts";

type Phase = "dnsMs" | "connectMs" | "tlsMs" | "firstByteMs";

/** What a check has seen so far, so that a failing one tells how far it came. Timings are those of the last hop. */
export class Trace {
  readonly redirects: string[] = [];
  address: string | undefined;
  status: number | undefined;
  tls: TlsInfo | undefined;
  readonly #target: string;
  readonly #elapsedMs: () => number;
  #timings: Partial<Record<Phase, number>> = {};

  constructor(target: string, elapsedMs: () => number) {
    this.#target = target;
    this.#elapsedMs = elapsedMs;
  }

  /** Forgets the hop before, not the way. */
  startHop(): void {
    this.#timings = {};
    this.address = undefined;
    this.status = undefined;
    this.tls = undefined;
  }

  async time<Value>(phase: Phase, work: Promise<Value>): Promise<Value> {
    const startMs = this.#elapsedMs();
    try {
      return await work;
    } finally {
      this.#timings[phase] = round(this.#elapsedMs() - startMs);
    }
  }

  result(state: CheckResult["state"], reason: string, more: Partial<CheckResult> = {}): CheckResult {
    return {
      state,
      reason,
      target: this.#target,
      ...(this.address !== undefined && { address: this.address }),
      ...(this.status !== undefined && { status: this.status }),
      timings: { ...this.#timings, totalMs: round(this.#elapsedMs()) },
      ...(this.tls !== undefined && { tls: this.tls }),
      redirects: this.redirects,
      ...more,
    };
  }

  /** The result of a check that ended with an error. */
  failure(error: unknown): CheckResult {
    const { state, message, code } = error instanceof CheckFailure ? error : toFailure(error);
    return this.result(state, message, code === undefined ? {} : { cause: code });
  }
}
