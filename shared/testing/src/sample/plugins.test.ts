import { fileURLToPath } from "node:url";
import { SettingsError } from "@quartet/core/host";
import { expect, test } from "vitest";
import { connect } from "../session.ts";
import { server } from "./server.ts";

const plugin = (name: string): string => fileURLToPath(new URL(`../../fixtures/plugins/${name}.ts`, import.meta.url));

async function refusalOf(...names: string[]): Promise<readonly string[]> {
  const opening = connect(server, { config: { plugins: names.map(plugin) } });
  const error = await opening.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SettingsError);
  return (error as SettingsError).problems;
}

test("the tools of a plugin stand behind the server's own and are held to the same rules", async () => {
  const session = await connect(server, { config: { plugins: [plugin("good")] } });
  const { tools } = await session.client.listTools();
  expect(tools.at(-1)).toMatchObject({ name: "reverse_text", annotations: { readOnlyHint: true } });
  expect(await session.call("reverse_text", { text: "abc" })).toEqual({ text: "cba" });
  expect(await session.fail("reverse_text", { txt: "abc" })).toMatchObject({ code: "invalid_input" });
  expect(await session.fail("reverse_text", { text: "" })).toEqual({
    code: "invalid_input",
    message: "text: is empty.",
    hint: "Give some text.",
  });
  await session.close();
});

test("the tools of a plugin obey the choice of tools", async () => {
  const session = await connect(server, { config: { plugins: [plugin("good")], tools: ["reverse_text"] } });
  const { tools } = await session.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(["reverse_text"]);
  await session.close();
});

test("a plugin is refused when a tool of this name exists", async () => {
  expect(await refusalOf("clash")).toEqual([expect.stringContaining('a tool named "echo_text" exists already')]);
  expect(await refusalOf("good", "good")).toEqual([expect.stringContaining('"reverse_text" exists already')]);
});

test("everything that is wrong with the plugins is said at once", async () => {
  expect(await refusalOf("unfit", "empty", "throws", "absent")).toEqual([
    expect.stringContaining('the tool name "Shout" is not of the form verb_noun'),
    expect.stringContaining("state_nothing states no effect"),
    expect.stringContaining("the input and output of take_anything must be zod objects"),
    expect.stringContaining("was not made with defineTool"),
    expect.stringContaining("it exports no array named `tools`"),
    expect.stringContaining("the plugin does not start"),
    expect.stringContaining("absent.ts"),
  ]);
});
