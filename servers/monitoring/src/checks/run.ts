import { ToolError } from "@quartet/core";
import type { CheckResult } from "../models.ts";
import type { AddressPolicy } from "./address-policy.ts";
import { startDeadline } from "./deadline.ts";
import { permittedAddresses, type Resolve } from "./resolve.ts";
import { Trace } from "./trace.ts";

/** What a check needs of the world. */
export interface Network {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
}

/** What one running check works with. */
export interface CheckRun {
  readonly network: Network;
  readonly trace: Trace;
  /** Aborts at the deadline or when the caller goes away. */
  readonly signal: AbortSignal;
}

/** Runs one check to a result: whatever goes wrong with the target is an answer, not an error. */
export async function runToResult(
  options: { target: string; timeoutMs: number; network: Network },
  caller: AbortSignal,
  work: (run: CheckRun) => Promise<CheckResult>,
): Promise<CheckResult> {
  const deadline = startDeadline(options.timeoutMs, caller);
  const trace = new Trace(options.target, deadline.elapsedMs);
  try {
    return await work({ network: options.network, trace, signal: deadline.signal });
  } catch (error) {
    caller.throwIfAborted();
    if (error instanceof ToolError) throw error;
    return trace.failure(deadline.signal.aborted ? deadline.signal.reason : error);
  } finally {
    deadline.clear();
  }
}

/** Addresses of a name, within the deadline; DNS itself cannot be called off. */
export async function resolveWithin(run: CheckRun, hostName: string): Promise<readonly string[]> {
  const { network, trace, signal } = run;
  signal.throwIfAborted();
  const listening = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: listening.signal });
  });
  const addresses = permittedAddresses(hostName, network.policy, network.resolve);
  return await trace.time("dnsMs", Promise.race([addresses, aborted])).finally(() => listening.abort());
}
