import * as z from "zod";

const TRUE = ["true", "1", "yes", "on"];
const FALSE = ["false", "0", "no", "off"];

/** A setting's schema once its default and optionality are taken off. */
export function innerOf(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap();
  return inner;
}

/** The kind of value a setting takes. */
export function typeOf(schema: unknown): string {
  const inner = innerOf(schema);
  return inner instanceof z.ZodType ? inner.def.type : "unknown";
}

/** Text from a flag or the environment as the value its setting takes; what does not fit stays text, for zod to refuse. */
export function fromText(schema: unknown, text: string): unknown {
  switch (typeOf(schema)) {
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
    case "boolean":
      return asBoolean(text);
    case "array":
      return text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
    default:
      return text;
  }
}

function asBoolean(text: string): unknown {
  if (TRUE.includes(text.toLowerCase())) return true;
  return FALSE.includes(text.toLowerCase()) ? false : text;
}
