import { expect, test } from "vitest";
import * as z from "zod";
import { ToolError } from "./errors.ts";
import { parseArguments } from "./input.ts";

const schema = z
  .object({
    table: z.string().min(1),
    limit: z.int().min(1).max(100).default(10),
    filter: z.object({ column: z.string() }).optional(),
    key: z.union([z.string(), z.int()]).optional(),
  })
  .strict();

function problemsOf(args: unknown): string {
  try {
    parseArguments(schema, args, "describe_table");
  } catch (error) {
    expect(error).toBeInstanceOf(ToolError);
    return (error as ToolError).message;
  }
  throw new Error("accepted");
}

test("valid arguments come back with defaults", () => {
  expect(parseArguments(schema, { table: "orders" }, "describe_table")).toEqual({ table: "orders", limit: 10 });
});

test("all problems are reported at once, each by its field", () => {
  const problems = problemsOf({ limit: 0, tabel: "orders", filter: { column: 3 }, key: true });
  expect(problems).toContain("table: is missing; expected string");
  expect(problems).toContain("limit: Too small");
  expect(problems).toContain('tabel: unknown argument. Did you mean "table"?');
  expect(problems).toContain("filter.column: expected string");
  expect(problems).toContain("key: expected string, received boolean or expected number, received boolean");
});

test.each([undefined, null])("missing arguments (%s) count as empty", (args) => {
  expect(problemsOf(args)).toContain("table");
});

test.each([[[]], ["text"], [3]])("arguments that are no object (%j) are refused", (args) => {
  expect(problemsOf(args)).toContain("arguments: expected object");
});

test("a missing value is called missing, whatever its kind", () => {
  const strict = z.object({ mode: z.enum(["fast", "safe"]), value: z.json(), list: z.array(z.string()) }).strict();
  expect(() => parseArguments(strict, {}, "set_mode")).toThrow(
    'mode: is missing; expected one of "fast"|"safe"\nvalue: is missing\nlist: is missing; expected array',
  );
});

test("a misspelt choice gets the one that was probably meant", () => {
  const choice = z.object({ sort: z.enum(["cpu", "memory"]) }).strict();
  const sorted = (sort: string) => () => parseArguments(choice, { sort }, "list_processes");
  expect(sorted("cpuu")).toThrow('sort: Invalid option: expected one of "cpu"|"memory". Did you mean "cpu"?');
  expect(sorted("entirely else")).toThrow(/"memory"$/);
});
