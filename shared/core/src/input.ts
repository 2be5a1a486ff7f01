import type * as z from "zod";
import { ToolError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { nearest, suggest } from "./nearest.ts";

/** Beyond this many, further problems are only counted. */
const MAX_PROBLEMS = 20;

/** Parses arguments; all problems are reported at once, each by the name of its field. */
export function parseArguments(schema: z.ZodObject, args: unknown, owner: string): Record<string, unknown> {
  const parsed = schema.safeParse(args ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, Object.keys(schema.shape)));
  const further = problems.length - MAX_PROBLEMS;
  const shown = [...problems.slice(0, MAX_PROBLEMS), ...(further > 0 ? [`and ${further} more problems`] : [])];
  throw new ToolError("invalid_input", shown.join("\n"), {
    hint: `Correct the arguments of ${owner} and call it again.`,
  });
}

/** Plain sentences for one zod issue. `known` are the top-level names, offered when one is misspelt. */
export function describeIssue(issue: z.core.$ZodIssue, known: readonly string[]): string[] {
  if (issue.code === "unrecognized_keys") {
    const nested = issue.path.length > 0;
    return issue.keys.map(
      (key) =>
        `${excerpt([...issue.path, key].join("."))}: unknown argument.${nested ? "" : ` ${suggest(key, known)}`}`,
    );
  }
  if ("input" in issue && issue.input === undefined) return [`${pathOf(issue)}: ${missingValue(issue.message)}`];
  if (issue.code === "invalid_union") {
    const branches = issue.errors.flatMap((branch) => branch.slice(0, 1)).map((branch) => plain(branch.message));
    return [`${pathOf(issue)}: ${[...new Set(branches)].join(" or ")}`];
  }
  return [`${pathOf(issue)}: ${plain(issue.message)}${nearestChoice(issue)}`];
}

function pathOf(issue: z.core.$ZodIssue): string {
  return excerpt(issue.path.map(String).join(".")) || "arguments";
}

/** For a misspelt choice, the one that was probably meant; only where the caller's own word is known. */
function nearestChoice(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_value" || typeof issue.input !== "string") return "";
  const choice = nearest(issue.input, issue.values.map(String));
  return choice === undefined ? "" : `. Did you mean "${choice}"?`;
}

function plain(message: string): string {
  return message.replace(/^Invalid input: /, "");
}

/** `is missing; expected string`, where zod would say that it received `undefined`. */
function missingValue(message: string): string {
  const expected = /expected (?!nonoptional)(.+?)(?:, received undefined)?$/.exec(message);
  return expected === null ? "is missing" : `is missing; expected ${expected[1]}`;
}
