import { describe } from "vitest";
import { testLog } from "./store-log.contract.ts";
import { testState } from "./store-state.contract.ts";
import type { StoreUnderTest } from "./store-under-test.fixture.ts";

/** What every store must do, whatever it is made of. */
export function testStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} store: values`, () => {
    testState(open);
  });
  describe(`${name} store: events`, () => {
    testLog(open);
  });
}
