import { type CheckResult, toToolError } from "@quartet/core";
import type { Context } from "./context.ts";

/** Opens the store and says which it is. */
export async function checkStore(context: Context): Promise<readonly CheckResult[]> {
  try {
    const store = await context.store();
    const { entries, events } = await store.status();
    const detail = `${store.kind}, shared by ${store.scope}; ${entries} contexts and ${events} events in ${store.namespace}`;
    if (store.degraded === undefined) return [{ name: "store", ok: true, detail }];
    const hint = "Make QUARTET_HOME a folder that can be written, and start again.";
    return [{ name: "store", ok: false, detail: `${store.degraded} ${detail}`, hint }];
  } catch (thrown) {
    const { message, hint } = toToolError(thrown);
    return [{ name: "store", ok: false, detail: message, ...(hint !== undefined && { hint }) }];
  }
}
