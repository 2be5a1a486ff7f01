import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest, suggest } from "./nearest.ts";

test("a name with a typo finds the name that was meant", () => {
  expect(nearest("run_qurey", ["list_tables", "run_query"])).toBe("run_query");
  expect(nearest("POOLSIZE", ["poolSize"])).toBe("poolSize");
});

test("a name that resembles nothing gets the list of known names", () => {
  expect(nearest("zebra", ["run_query"])).toBeUndefined();
  expect(suggest("zebra", ["a_b", "c_d"])).toBe("Known: a_b, c_d.");
  expect(suggest("zebra", [])).toBe("None is known.");
});

test("a known name is always its own nearest", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z_]{3,12}$/), { minLength: 1 }), (names) => {
      for (const name of names) expect(nearest(name, names)).toBe(name);
    }),
  );
});
