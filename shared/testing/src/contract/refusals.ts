import { ProtocolError, type Tool } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, test } from "vitest";
import type { Era, Session } from "../session.ts";
import { fits, listTools, type Stage } from "./stage.ts";

const INVALID_PARAMS = -32_602;
const UNLIKELY = [{ wrong: { true: [] } }, -0.5, "", [[[]]], null];

/** What a caller gets wrong is said by name, all at once, with the way out. */
export function testRefusals(stage: Stage): void {
  const names = stage.definition.tools.map(({ name }) => name);
  describe("a wrong call", () => {
    let session: Session;
    let tools: Map<string, Tool>;
    beforeAll(async () => {
      session = await stage.open();
      tools = new Map((await listTools(session)).map((tool) => [tool.name, tool]));
    });
    const propertiesOf = (name: string): [string, object][] =>
      Object.entries((tools.get(name)?.inputSchema.properties ?? {}) as Record<string, object>);

    test.for<Era>(["legacy", "modern"])(
      "of an unknown tool is a protocol error with the nearest name (%s)",
      async (era) => {
        const { client } = await stage.open({}, { era });
        for (const name of names) {
          const misspelt = `${name}s`;
          const error = await client.callTool({ name: misspelt, arguments: {} }).catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(ProtocolError);
          expect(error).toMatchObject({ code: INVALID_PARAMS, message: expect.stringContaining(`"${misspelt}"`) });
          expect(error).toMatchObject({ message: expect.stringContaining("Did you mean") });
        }
      },
    );

    test.for(names)("of %s with an unknown argument names the nearest one", async (name) => {
      const known = propertiesOf(name).map(([key]) => key);
      const misspelt = known[0] === undefined ? "colour" : `${known[0]}${known[0].at(-1)}`;
      const failure = await session.fail(name, { ...plainExample(stage, name), [misspelt]: 1 });
      expect(failure.code).toBe("invalid_input");
      expect(failure.message).toContain(`${misspelt}: unknown argument.`);
      if (known.length > 0) expect(failure.message).toMatch(/Did you mean "\w+"\?/);
      expect(failure.hint).toContain(name);
    });

    test.for(names)("of %s with arguments of the wrong type names each of them at once", async (name) => {
      const wrong = propertiesOf(name).flatMap(([key, schema]) => unfit(key, schema));
      if (wrong.length === 0) return;
      const failure = await session.fail(name, Object.fromEntries(wrong));
      expect(failure.code).toBe("invalid_input");
      const lines = failure.message.split("\n");
      for (const [key] of wrong)
        expect(
          lines.some((line) => line.startsWith(key)),
          `${key} in ${failure.message}`,
        ).toBe(true);
    });

    test.for(names)("of %s without its arguments names each that is missing", async (name) => {
      const required = tools.get(name)?.inputSchema.required ?? [];
      if (required.length === 0) return;
      const failure = await session.fail(name, {});
      expect(failure.code).toBe("invalid_input");
      for (const key of required) expect(failure.message).toMatch(new RegExp(`^${key}: `, "m"));
    });

    test("with a huge argument name is answered in few words", async () => {
      const name = names[0] ?? "";
      const failure = await session.fail(name, { ["x".repeat(1_000_000)]: 1 });
      expect(failure.code).toBe("invalid_input");
      expect(failure.message.length).toBeLessThan(4_000);
      const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`x${index}`, index]));
      const listed = await session.fail(name, many);
      expect(listed.message.length).toBeLessThan(8_000);
    });

    test("of a tool with a huge name is answered in few words", async () => {
      const call = session.client.callTool({ name: "y".repeat(1_000_000), arguments: {} });
      const error = await call.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: INVALID_PARAMS });
      expect(String(error).length).toBeLessThan(4_000);
    });
  });
}

/** The example's arguments where they stand alone; a wrong call is refused whatever the others are. */
function plainExample(stage: Stage, name: string): Record<string, unknown> {
  const example = stage.options.examples[name];
  return typeof example === "function" ? {} : { ...example };
}

/** A value that the argument cannot take; an argument that takes any JSON has none. */
function unfit(key: string, schema: object): [string, unknown][] {
  const value = UNLIKELY.find((candidate) => !fits(schema, candidate));
  return value === undefined ? [] : [[key, value]];
}
