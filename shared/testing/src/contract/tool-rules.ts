import type { Tool } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, test } from "vitest";
import type { Era } from "../session.ts";
import { listTools, type Stage, sizeBytes } from "./stage.ts";

const MAX_DESCRIPTION = 1_024;
const MAX_FULL_NAME = 60;
const MAX_INSTRUCTION_TOKENS = 300;
const VERB_NOUN = /^[a-z]+(_[a-z0-9]+)+$/;

/** What a client is shown must be complete, honest, bounded and the same every time. */
export function testToolRules(stage: Stage): void {
  const { definition, options } = stage;
  describe("the tools on show", () => {
    let tools: Tool[];
    beforeAll(async () => {
      tools = await listTools(await stage.open());
    });

    test("are all tools of the server, in the order in which it defines them", () => {
      expect(tools.map(({ name }) => name)).toEqual(definition.tools.map(({ name }) => name));
      expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    });

    test.for<Era>(["legacy", "modern"])("are the same in two listings of the %s era", async (era) => {
      const session = await stage.open({}, { era });
      const { tools: first } = await session.client.listTools(undefined, { cacheMode: "refresh" });
      const { tools: second } = await session.client.listTools(undefined, { cacheMode: "refresh" });
      expect(first).toEqual(second);
      expect(first.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    });

    test("are named verb_noun, short enough for clients that prefix the server's name", () => {
      for (const { name } of tools) {
        expect(name).toMatch(VERB_NOUN);
        expect(`quartet-${definition.name}${name}`.length, name).toBeLessThanOrEqual(MAX_FULL_NAME);
      }
    });

    test("have a title and a description of bounded length", () => {
      for (const { name, title, description = "" } of tools) {
        expect(title, name).toBeTruthy();
        expect(description.trim(), name).not.toBe("");
        expect(description.length, name).toBeLessThanOrEqual(MAX_DESCRIPTION);
      }
    });

    test("state all four hints, in agreement with their effect", () => {
      for (const [index, { name, annotations }] of tools.entries()) {
        const { effect, idempotent, openWorld } = definition.tools[index] ?? {};
        expect(annotations, name).toMatchObject({
          readOnlyHint: effect === "read",
          destructiveHint: effect === "destroy",
          idempotentHint: effect === "read" || idempotent === true,
          openWorldHint: openWorld === true,
        });
      }
    });

    test("take no more of a model's context than allowed", async () => {
      const offered = await listTools(await stage.open({ toolsets: ["default"], ...options.budget.config }));
      const tokens = sum(offered.map(tokensOf));
      expect(tokens).toBeLessThanOrEqual(options.budget.listTokens);
      expect(sizeBytes(offered) / 4).toBeLessThanOrEqual(2 * options.budget.listTokens);
    });

    test.for<Era>(["legacy", "modern"])("come with short instructions in the %s era", async (era) => {
      const { client } = await stage.open({}, { era });
      const instructions = client.getInstructions() ?? "";
      expect(instructions).toBe(definition.instructions);
      expect(instructions.trim()).not.toBe("");
      expect(Buffer.byteLength(instructions) / 4).toBeLessThanOrEqual(MAX_INSTRUCTION_TOKENS);
    });
  });
}

function tokensOf({ name, description = "", inputSchema }: Tool): number {
  return (Buffer.byteLength(name) + Buffer.byteLength(description) + sizeBytes(inputSchema)) / 4;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
