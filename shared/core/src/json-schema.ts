import * as z from "zod";

export type JsonSchema = Record<string, unknown> & { type: "object" };

/** JSON Schema 2020-12 of a zod object, without the parts that cost a model tokens and tell it nothing. */
export function toJsonSchema(schema: z.ZodObject, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => dropSafeIntegerBounds(jsonSchema),
  });
  return { ...json, type: "object" };
}

function dropSafeIntegerBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
