import type { ServerDefinition } from "@quartet/core";
import { describe } from "vitest";
import { testAnswers } from "./answers.ts";
import { testFuzz } from "./fuzz.ts";
import { testLimits } from "./limits.ts";
import type { ContractOptions } from "./options.ts";
import { testRefusals } from "./refusals.ts";
import { testResources } from "./resources.ts";
import { testSchemaRules } from "./schema-rules.ts";
import { testSelection } from "./selection.ts";
import { createStage } from "./stage.ts";
import { testToolRules } from "./tool-rules.ts";

const TEST_TIMEOUT_MS = 30_000;

/** The contract that every Quartet server keeps; each server runs it in its `contract.test.ts`. */
export function testServer(definition: ServerDefinition, options: ContractOptions): void {
  describe(`${definition.name} keeps the contract:`, { timeout: TEST_TIMEOUT_MS }, () => {
    const stage = createStage(definition, options);
    for (const testTheme of [
      testToolRules,
      testSchemaRules,
      testAnswers,
      testRefusals,
      testLimits,
      testSelection,
      testResources,
      testFuzz,
    ]) {
      testTheme(stage);
    }
  });
}
