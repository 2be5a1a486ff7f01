import fc from "fast-check";

/** The parts of JSON Schema that zod objects turn into. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

const MAX_TEXT = 200;
const MAX_ITEMS = 5;

/** Texts that break what splits, quotes, matches, resolves or prints them. */
const HOSTILE_TEXTS = [
  "",
  " ",
  "\u0000",
  "../../../../etc/passwd",
  "'; DROP TABLE x; --",
  "%",
  "*",
  "${x}",
  "__proto__",
  "constructor",
  "\ud800",
  "\u202e",
  "a\r\nb",
  "-1",
  "1e999",
  "NaN",
  "--help",
  "[",
  "(a+)+$",
  "x".repeat(100_000),
];

const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom(-0, 2 ** 53, -(2 ** 53), 1e308, 0.1, null, true, [], {}),
);

/** Arguments for a tool: mostly such as its schema asks for, some spoilt in one place, some not from the schema at all. */
export function arbitraryArguments(inputSchema: object): fc.Arbitrary<Record<string, unknown>> {
  const schema: Schema = inputSchema;
  const keys = Object.keys(schema.properties ?? {});
  const fitting = fromSchema(schema) as fc.Arbitrary<Record<string, unknown>>;
  const key = fc.constantFrom(...keys, "__proto__", "unknown");
  const spoilt = fc
    .tuple(fitting, key, garbage)
    .map(([args, name, value]) => Object.fromEntries([...Object.entries(args), [name, value]]));
  const unrelated = fc.dictionary(fc.oneof(key, fc.string({ maxLength: MAX_TEXT })), garbage, { maxKeys: MAX_ITEMS });
  return fc.oneof(
    { weight: 5, arbitrary: fitting },
    { weight: 3, arbitrary: spoilt },
    { weight: 1, arbitrary: unrelated },
  );
}

function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map(fromSchema));
  switch (schema.type ?? "any") {
    case "string":
      return textFrom(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000, 2 ** 31) });
    case "number":
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(fromSchema(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS),
      });
    case "object":
      return objectFrom(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function textFrom({ minLength = 0, maxLength = MAX_TEXT }: Schema): fc.Arbitrary<string> {
  const texts = HOSTILE_TEXTS.filter((text) => text.length >= minLength && text.length <= maxLength);
  const random = fc.string({
    unit: "grapheme",
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, MAX_TEXT)),
  });
  const short = random.map((text) => text.slice(0, maxLength));
  return texts.length === 0 ? short : fc.oneof(short, fc.constantFrom(...texts));
}

function objectFrom({
  properties,
  required = [],
  additionalProperties,
}: Schema): fc.Arbitrary<Record<string, unknown>> {
  if (properties === undefined) {
    const value = typeof additionalProperties === "object" ? fromSchema(additionalProperties) : fc.jsonValue();
    return fc.dictionary(fc.string({ maxLength: 20 }), value, { maxKeys: MAX_ITEMS });
  }
  const model = Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, fromSchema(inner)]));
  return fc.record(model, { requiredKeys: [...required] });
}
