import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeToken, resolvePointer } from "./json-pointer.ts";

type Part = readonly [pointer: string, value: unknown];

/** Every part of a JSON value with the pointer that leads there. */
function partsOf(value: unknown, at = ""): readonly Part[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[at, value], ...members.flatMap(([name, member]) => partsOf(member, `${at}/${escapeToken(name)}`))];
}

test("every part of any value is found at its pointer", () => {
  const names = fc.oneof(fc.string(), fc.constantFrom("", "/", "~", "~1", "0", "-1", "__proto__", "length"));
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.integer(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(names, tie("value")),
    ),
  })).value;
  fc.assert(
    fc.property(values, (value) => {
      for (const [pointer, part] of partsOf(value)) expect(resolvePointer(value, pointer)).toBe(part);
    }),
  );
});

test("a pointer to what is not there leads nowhere", () => {
  const value = { list: [1], text: "abc" };
  for (const pointer of ["list", "/list/1", "/list/00", "/list/-", "/list/length", "/text/0", "/toString", "/a/b"]) {
    expect(resolvePointer(value, pointer)).toBeUndefined();
  }
});
