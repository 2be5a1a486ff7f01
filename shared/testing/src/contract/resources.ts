import { ProtocolError } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import type { Era } from "../session.ts";
import type { Stage } from "./stage.ts";

const INTERNAL_ERROR = -32_603;
const INVALID_PARAMS = -32_602;

/** Resources and prompts: listed, readable, and refused politely. */
export function testResources(stage: Stage): void {
  if (stage.definition.resources.length > 0) testResourceList(stage);
  if (stage.definition.prompts.length > 0) testPromptList(stage);
}

function testResourceList(stage: Stage): void {
  const { definition, options } = stage;
  describe("the resources", () => {
    test.for<Era>(["legacy", "modern"])("that are listed can all be read (%s)", async (era) => {
      const { client, instance } = await stage.open({}, { era });
      const { resources } = await client.listResources();
      const fixed = definition.resources.flatMap((resource) => ("uri" in resource ? [resource.uri] : []));
      expect(resources.map(({ uri }) => uri)).toEqual(expect.arrayContaining(fixed));
      for (const { uri, mimeType } of resources) {
        const { contents } = await client.readResource({ uri });
        expect(contents, uri).toEqual([expect.objectContaining({ uri, mimeType, text: expect.any(String) })]);
        expect(Buffer.byteLength(JSON.stringify(contents)), uri).toBeLessThan(instance.config.maxTokens * 8);
      }
    });

    test("behind templates are described, and an example of each can be read", async () => {
      const { client } = await stage.open();
      const { resourceTemplates } = await client.listResourceTemplates();
      const templates = definition.resources.flatMap((resource) => ("template" in resource ? [resource.template] : []));
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(templates);
      for (const { title, description, mimeType } of resourceTemplates) {
        expect([title, description, mimeType].every(Boolean)).toBe(true);
      }
      expect(options.resources ?? []).toHaveLength(templates.length);
      for (const uri of options.resources ?? []) {
        const { contents } = await client.readResource({ uri });
        expect(contents).toHaveLength(1);
      }
    });

    test("that do not exist are refused without an internal error", async () => {
      const { client } = await stage.open();
      const examples = [...(options.resources ?? []), "nowhere://x"];
      const wrong = examples.flatMap((uri) => [`${uri}%E0%A4%A`, `${uri}-absent-0`, `${uri}/../..`, "x"]);
      for (const uri of wrong) {
        const error = await client.readResource({ uri }).catch((thrown: unknown) => thrown);
        expect(error, uri).toBeInstanceOf(ProtocolError);
        expect((error as ProtocolError).code, uri).not.toBe(INTERNAL_ERROR);
      }
    });
  });
}

function testPromptList(stage: Stage): void {
  const { definition } = stage;
  describe("the prompts", () => {
    test("are listed with every argument described", async () => {
      const { client } = await stage.open();
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toEqual(definition.prompts.map(({ name }) => name));
      for (const { name, title, description, arguments: args = [] } of prompts) {
        expect([title, description].every(Boolean), name).toBe(true);
        for (const argument of args) expect(argument.description, `${name}.${argument.name}`).toBeTruthy();
      }
    });

    test("name what is missing or unknown", async () => {
      const { client } = await stage.open();
      for (const { name, arguments: args = [] } of (await client.listPrompts()).prompts) {
        const known = args.map((argument) => argument.name);
        const error = await client
          .getPrompt({ name, arguments: { [`${known[0] ?? "a"}x`]: "1" } })
          .catch((thrown: unknown) => thrown);
        expect(error, name).toMatchObject({ code: INVALID_PARAMS });
        for (const { name: key, required } of args) if (required) expect(String(error)).toContain(key);
        await expect(client.getPrompt({ name: `${name}x` })).rejects.toThrow(`Did you mean "${name}"?`);
      }
    });
  });
}
