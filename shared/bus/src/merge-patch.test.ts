import fc from "fast-check";
import { expect, test } from "vitest";
import { isJsonObject, mergePatch } from "./merge-patch.ts";

/** The test cases of RFC 7396, appendix A: original, patch, result. */
const APPENDIX_A: readonly (readonly [string, string, string])[] = [
  [`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`],
  [`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`],
  [`{"a":"b"}`, `{"a":null}`, `{}`],
  [`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`],
  [`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`],
  [`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`],
  [`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`],
  [`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`],
  [`["a","b"]`, `["c","d"]`, `["c","d"]`],
  [`{"a":"b"}`, `["c"]`, `["c"]`],
  [`{"a":"foo"}`, `null`, `null`],
  [`{"a":"foo"}`, `"bar"`, `"bar"`],
  [`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`],
  [`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`],
  [`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`],
];

test.each(APPENDIX_A)("merges %s with %s to %s", (original, patch, result) => {
  expect(JSON.stringify(mergePatch(JSON.parse(original), JSON.parse(patch)))).toBe(result);
});

test("a member called __proto__ is data and touches no prototype", () => {
  const merged = mergePatch({}, JSON.parse(`{"__proto__":{"polluted":true}}`));
  expect(JSON.stringify(merged)).toBe(`{"__proto__":{"polluted":true}}`);
  expect({}).not.toHaveProperty("polluted");
});

test("a patch applied twice changes nothing more, and leaves its arguments alone", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
      const before = JSON.stringify([target, patch]);
      const once = mergePatch(target, patch);
      expect(JSON.stringify(mergePatch(once, patch))).toBe(JSON.stringify(once));
      expect(JSON.stringify([target, patch])).toBe(before);
      if (isJsonObject(patch)) expect(isJsonObject(once)).toBe(true);
    }),
  );
});
