import { EVENT_TYPES } from "@quartet/bus";
import { suggest, ToolError } from "@quartet/core";

const FAMILIES = [...new Set(EVENT_TYPES.map((type) => `${type.split(".")[0]}.*`))];

/** Types and families as the log spells them. Throws `invalid_input` for a name that no event has. */
export function checkEventTypes(asked: readonly string[] | undefined): string[] | undefined {
  const known = new Map([...EVENT_TYPES, ...FAMILIES].map((type) => [type.toLowerCase(), type]));
  return asked?.map((name) => {
    const type = known.get(name.toLowerCase());
    if (type !== undefined) return type;
    throw new ToolError("invalid_input", "types: one of them is not the type of any event.", {
      hint: suggest(name, [...known.values()]),
    });
  });
}
