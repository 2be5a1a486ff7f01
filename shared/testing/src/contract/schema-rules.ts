import type { Tool } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, test } from "vitest";
import { listTools, type Stage } from "./stage.ts";

/** Schemas that every client and model can read: objects at the top, closed, described, without cycles. */
export function testSchemaRules(stage: Stage): void {
  describe("the schemas on show", () => {
    let tools: Tool[];
    beforeAll(async () => {
      tools = await listTools(await stage.open());
    });

    test("are objects at the top and name no dialect", () => {
      for (const { name, inputSchema, outputSchema } of tools) {
        expect(inputSchema, name).toMatchObject({ type: "object" });
        expect(outputSchema, name).toMatchObject({ type: "object" });
        expect(inputSchema, name).not.toHaveProperty("$schema");
        expect(outputSchema, name).not.toHaveProperty("$schema");
      }
    });

    test("take no arguments that they do not name", () => {
      for (const { name, inputSchema } of tools)
        expect(inputSchema, name).toHaveProperty("additionalProperties", false);
    });

    test("describe every argument, nested ones too", () => {
      for (const { name, inputSchema } of tools) expect(undescribed(inputSchema as Schema, name)).toEqual([]);
    });

    test("require only arguments that exist", () => {
      for (const { name, inputSchema } of tools) {
        const known = Object.keys(inputSchema.properties ?? {});
        for (const required of inputSchema.required ?? []) expect(known, name).toContain(required);
      }
    });

    test("refer to nothing outside themselves, and inputs to nothing at all", () => {
      for (const { name, inputSchema, outputSchema } of tools) {
        expect(references(inputSchema), name).toEqual([]);
        for (const reference of references(outputSchema)) expect(reference, name).toMatch(/^#\/\$defs\/\w+$/);
      }
    });
  });
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

function undescribed(schema: Schema, path: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    ...(property.description?.trim() ? [] : [`${path}.${key}`]),
    ...undescribed(property, `${path}.${key}`),
  ]);
  const inner = [...(schema.items === undefined ? [] : [schema.items]), ...(schema.anyOf ?? [])];
  return [...own, ...inner.flatMap((part) => undescribed(part, path))];
}

function references(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" ? [value] : references(value),
  );
}
