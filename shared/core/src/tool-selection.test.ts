import { expect, test } from "vitest";
import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import { loadConfig } from "./settings.ts";
import { defineTool, type Effect } from "./tool.ts";
import { selectTools } from "./tool-selection.ts";

function tool(name: string, effect: Effect, toolset = "default") {
  const schema = z.object({});
  return defineTool({
    name,
    title: name,
    description: name,
    effect,
    toolset,
    input: schema,
    output: schema,
    run: () => ({}),
  });
}
const all = [tool("read_rows", "read"), tool("write_rows", "write"), tool("drop_table", "destroy", "admin")];

function namesWith(...argv: string[]): string[] {
  const config = loadConfig(commonSettings, { prefix: "X", env: {}, argv });
  return selectTools(all, config).map(({ name }) => name);
}

test("without settings the default toolset is on offer, in the order of the definition", () => {
  expect(namesWith()).toEqual(["read_rows", "write_rows"]);
});

test("tools by name, toolsets and read-only narrow the offer", () => {
  expect(namesWith("--toolsets", "default,admin")).toHaveLength(3);
  expect(namesWith("--tools", "drop_table,read_rows")).toEqual(["read_rows", "drop_table"]);
  expect(namesWith("--toolsets", "default,admin", "--read-only")).toEqual(["read_rows"]);
});

test("unknown names are refused by the setting as it was written, with the nearest", () => {
  const config = loadConfig(commonSettings, {
    prefix: "X",
    env: { X_TOOLSETS: "amdin" },
    argv: ["--tools", "red_rows"],
  });
  expect(() => selectTools(all, config)).toThrow(
    '--tools: no tool "red_rows". Did you mean "read_rows"?\n  X_TOOLSETS: no toolset "amdin". Did you mean "admin"?',
  );
});

test("an address that is none is refused with the other problems", () => {
  expect(() => namesWith("--http", "foo", "--max-tokens", "1")).toThrow(
    /--http: is no address.*\n.*--max-tokens: Too small/,
  );
});
