import { SettingsError } from "@quartet/core/host";
import { describe, expect, test } from "vitest";
import { listTools, type Stage } from "./stage.ts";

/** `readOnly`, `tools` and `toolsets` decide what is on offer, and refuse what does not exist. */
export function testSelection(stage: Stage): void {
  const { definition } = stage;
  const names = definition.tools.map(({ name }) => name);
  const offered = async (config: object): Promise<string[]> =>
    (await listTools(await stage.open({ ...config }))).map(({ name }) => name);

  describe("the choice of tools", () => {
    test("is the default toolset when nothing is said", async () => {
      const expected = definition.tools.filter(({ toolset }) => toolset === "default").map(({ name }) => name);
      expect(expected.length).toBeGreaterThan(0);
      expect(await offered({ toolsets: ["default"] })).toEqual(expected);
    });

    test("is what only reads under readOnly, and the rest does not even exist", async () => {
      const session = await stage.open({ readOnly: true });
      const tools = await listTools(session);
      expect(tools.map(({ name }) => name)).toEqual(
        definition.tools.filter(({ effect }) => effect === "read").map(({ name }) => name),
      );
      for (const { name, effect } of definition.tools) {
        if (effect === "read") continue;
        await expect(session.client.callTool({ name, arguments: {} })).rejects.toThrow("Unknown tool");
      }
    });

    test.for(names)("can be %s alone", async (name) => {
      expect(await offered({ tools: [name] })).toEqual([name]);
    });

    test("keeps the server's order whatever order is asked for", async () => {
      expect(await offered({ tools: names.toReversed() })).toEqual(names);
    });

    test("refuses misspelt tools and toolsets together, each with the nearest name", async () => {
      const opening = stage.open({ tools: names.map((name) => `${name}x`), toolsets: ["defualt"] });
      const error = await opening.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SettingsError);
      const { problems } = error as SettingsError;
      expect(problems).toHaveLength(names.length + 1);
      for (const [index, name] of names.entries()) expect(problems[index]).toContain(`"${name}x"`);
      expect(problems.at(-1)).toBe('toolsets: no toolset "defualt". Did you mean "default"?');
    });
  });
}
