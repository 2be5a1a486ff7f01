import { EVENT_TYPES, HAPPENING_TYPES } from "@quartet/bus";
import { suggest, ToolError } from "@quartet/core";

const KNOWN = withFamilies(EVENT_TYPES);
const HAPPENING = withFamilies(HAPPENING_TYPES);

/**
 * Types and families as the log spells them. Throws `invalid_input` for a name that no event has, and for an event that no
 * server publishes yet, which would be waited for in vain.
 */
export function checkEventTypes(asked: readonly string[] | undefined): string[] | undefined {
  return asked?.map((name) => {
    const type = HAPPENING.get(name.toLowerCase());
    if (type !== undefined) return type;
    const planned = KNOWN.get(name.toLowerCase());
    if (planned !== undefined) {
      throw new ToolError("invalid_input", `types: no server publishes ${planned} yet.`, {
        hint: `Wait for ${HAPPENING_TYPES.join(", ")}.`,
      });
    }
    throw new ToolError("invalid_input", "types: one of them is not the type of any event.", {
      hint: suggest(name, [...HAPPENING.values()]),
    });
  });
}

/** By their names in lower case; a family is written `testing.*`. */
function withFamilies(types: readonly string[]): ReadonlyMap<string, string> {
  const families = types.map((type) => `${type.split(".")[0]}.*`);
  return new Map([...types, ...families].map((type) => [type.toLowerCase(), type]));
}
