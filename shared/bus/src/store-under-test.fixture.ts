import { expect } from "vitest";
import type { Store } from "./store.ts";

export interface StoreUnderTest {
  readonly store: Store;
  /** The same data seen from another namespace. */
  readonly neighbour: Store;
  /** Moves the store's clock. */
  tick(ms: number): void;
  close(): Promise<void>;
}

/** How many events the stores under test must keep. */
export const KEPT_EVENTS = 200;

/** Matches a `ToolError` of this code. */
export function fails(code: string): unknown {
  return expect.objectContaining({ name: "ToolError", code });
}
