import { expect, test } from "vitest";
import { fillSections, unfilledSections } from "./sections.ts";

const page = "# A\n<!-- generated:tools -->\nold\n<!-- /generated:tools -->\nafter";

test("a marked section is replaced and the rest stays", () => {
  const filled = fillSections(page, { tools: "$1 new" });
  expect(filled).toBe("# A\n<!-- generated:tools -->\n\n$1 new\n\n<!-- /generated:tools -->\nafter");
  expect(fillSections(filled, { tools: "$1 new" })).toBe(filled);
});

test("a section that nobody fills is reported", () => {
  expect(unfilledSections(page, {})).toEqual(["tools"]);
  expect(unfilledSections(page, { tools: "" })).toEqual([]);
});
