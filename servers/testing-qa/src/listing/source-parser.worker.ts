/** The process that parses sources for the server: answers each question, and ends when the server is gone. */
import process from "node:process";
import { readTestProperties } from "../runners/vitest-config.ts";
import { type Parsed, type Question, question } from "./source-parser.ts";
import { readDeclaredTests } from "./test-names.ts";

process.on("message", (message) => {
  void answer(question.parse(message)).then((found) => process.send?.(found));
});

/** Nesting that the parser survives may still be too deep for what walks through the tree. */
async function answer({ kind, path, text }: Question): Promise<Parsed> {
  try {
    if (kind === "tests") return { tests: await readDeclaredTests(path, text) };
    return { properties: await readTestProperties(path, text) };
  } catch {
    return {};
  }
}
