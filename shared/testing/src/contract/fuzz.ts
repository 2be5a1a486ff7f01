import process from "node:process";
import { ERROR_CODES } from "@quartet/core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { failureOf, type Session } from "../session.ts";
import { arbitraryArguments } from "./arbitrary-arguments.ts";
import { callTool, expectToMatch, listTools, sizeBytes, type Stage } from "./stage.ts";

const RUNS = 20;
const TEST_TIMEOUT_MS = 120_000;
const CALL_TIMEOUT_MS = 2_000;
/** A failure names what is wrong; it never repeats a whole argument. */
const MAX_FAILURE_BYTES = 8_000;

/** Whatever the arguments, a tool answers in its shape or fails with a stated code, and never as `internal`. */
export function testFuzz(stage: Stage): void {
  const multiplier = Number(process.env["FUZZ_RUNS"] ?? 1);
  describe("made-up arguments", () => {
    let session: Session;
    beforeAll(async () => {
      session = await stage.open({ toolTimeoutMs: CALL_TIMEOUT_MS });
    });

    test.for(stage.definition.tools.map(({ name }) => name))(
      "of %s never make it fail unexpectedly",
      { timeout: TEST_TIMEOUT_MS * Math.max(1, multiplier) },
      async (name) => {
        const tool = (await listTools(session)).find((listed) => listed.name === name);
        if (tool === undefined) throw new Error(`${name} is not listed`);
        const property = fc.asyncProperty(arbitraryArguments(tool.inputSchema), async (args) => {
          const result = await callTool(session, name, { ...args, ...stage.options.fuzz?.[name] });
          if (result.isError === true) {
            expect(ERROR_CODES.filter((known) => known !== "internal")).toContain(failureOf(result).code);
            expect(sizeBytes(result)).toBeLessThan(MAX_FAILURE_BYTES);
          } else {
            expectToMatch(tool, result.structuredContent);
            expect(sizeBytes(result.structuredContent)).toBeLessThanOrEqual(session.instance.config.maxTokens * 4);
          }
        });
        await fc.assert(property, { numRuns: Math.ceil(RUNS * multiplier) });
      },
    );
  });
}
