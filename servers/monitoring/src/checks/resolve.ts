import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ToolError } from "@quartet/core";
import type { AddressPolicy } from "./address-policy.ts";

/** Gives every address of a name; injected so that tests can play a hostile DNS. */
export type Resolve = (hostName: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (hostName) =>
  (await lookup(hostName, { all: true, order: "verbatim" })).map(({ address }) => address);

/**
 * Addresses of a target, all of them permitted. The check connects to these and asks DNS no second time, so that a name
 * cannot point elsewhere once it has passed.
 */
export async function permittedAddresses(
  hostName: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly string[]> {
  const bare = hostName.replace(/^\[|\]$/g, "");
  const refused = policy.nameRefusal(bare);
  if (refused) throw denied(refused);
  const addresses = isIP(bare) ? [bare] : await resolve(bare);
  for (const address of addresses) {
    const reason = policy.refusal(address);
    if (reason) throw denied(reason);
  }
  return addresses;
}

function denied(reason: string): ToolError {
  return new ToolError("denied", `The target is ${reason}; checks do not contact it.`, {
    hint: "If it is meant, the user can allow it with the setting allowTargets.",
  });
}
