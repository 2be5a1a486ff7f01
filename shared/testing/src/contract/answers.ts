import { beforeAll, describe, expect, test } from "vitest";
import { type Era, failureOf, type Session } from "../session.ts";
import type { Arguments } from "./options.ts";
import { callTool, expectToMatch, listTools, sizeBytes, type Stage } from "./stage.ts";

/** The least `maxTokens` that the settings allow. */
const TINY_TOKENS = 500;
const MAX_PAGES = 2_000;

/** Every tool answers its example, in the shape it promised, and within the budget. */
export function testAnswers(stage: Stage): void {
  const { definition, options } = stage;

  test("there is an example of every tool, and of no other", () => {
    expect(Object.keys(options.examples).toSorted()).toEqual(definition.tools.map(({ name }) => name).toSorted());
  });

  const answers: Record<string, any> = {};
  describe.for<Era>(["legacy", "modern"])("the examples in the %s era", (era) => {
    let session: Session;
    beforeAll(async () => {
      session = await stage.open({}, { era });
    });

    test.for(Object.keys(options.examples))("%s answers as its schema says", async (name) => {
      const tool = (await listTools(session)).find((listed) => listed.name === name);
      const result = await callTool(session, name, stage.argumentsOf(name, answers));
      const [text, ...notes] = result.content as { text: string }[];
      expect(result.isError, text?.text).not.toBe(true);
      answers[name] = result.structuredContent;
      if (tool === undefined) throw new Error(`${name} is not listed`);
      expectToMatch(tool, result.structuredContent);
      expect(JSON.parse(text?.text ?? "")).toEqual(result.structuredContent);
      expect(sizeBytes(result.structuredContent)).toBeLessThanOrEqual(session.instance.config.maxTokens * 4);
      expect(notes.length).toBe(definition.tools.find((defined) => defined.name === name)?.untrusted ? 1 : 0);
    });
  });

  const reads = definition.tools.filter(({ effect }) => effect === "read");
  const lists = reads.filter(({ list }) => list !== undefined);
  // An example made from earlier answers may speak of things that are gone by now.
  const plain = reads.filter(({ name, list }) => list === undefined && typeof options.examples[name] !== "function");
  describe("under a tiny budget", () => {
    test.for(plain)("$name answers within it, or says that the answer is too large", async ({ name }) => {
      const session = await stage.open({ maxTokens: TINY_TOKENS });
      const result = await callTool(session, name, stage.argumentsOf(name));
      if (result.isError === true) expect(failureOf(result).code).toBe("too_large");
      else expect(sizeBytes(result.structuredContent)).toBeLessThanOrEqual(TINY_TOKENS * 4);
    });

    test.for(lists)("$name gives all items page by page", async (tool) => {
      const args = stage.argumentsOf(tool.name, answers);
      const list = tool.list ?? "";
      const pages = await readPages(await stage.open({ maxTokens: TINY_TOKENS }), tool.name, args);
      for (const page of pages) expect(sizeBytes(page)).toBeLessThanOrEqual(TINY_TOKENS * 4);
      for (const page of pages.slice(0, -1)) expect(page).toMatchObject({ truncated: true });
      expect(pages.at(-1)).toMatchObject({ truncated: false });
      if (options.volatile?.includes(tool.name)) return;
      const whole = await readPages(await stage.open({ maxTokens: 200_000 }), tool.name, args);
      const items = (read: readonly Record<string, any>[]): unknown[] => read.flatMap((page) => page[list]);
      expect(items(pages)).toEqual(items(whole));
    });

    test.for(lists)("$name refuses a cursor that it did not give", async (tool) => {
      const session = await stage.open();
      for (const cursor of ["", "nonsense", "7.abcdefgh", "-1.abcdefgh"]) {
        const failure = await session.fail(tool.name, { ...stage.argumentsOf(tool.name, answers), cursor });
        expect(failure).toMatchObject({ code: "invalid_input", message: expect.stringMatching(/^cursor: /) });
        expect(failure.hint).not.toBe("");
      }
    });
  });
}

async function readPages(session: Session, tool: string, args: Arguments): Promise<Record<string, any>[]> {
  const pages: Record<string, any>[] = [];
  let cursor: string | undefined;
  do {
    const page = await session.call(tool, { ...args, ...(cursor !== undefined && { cursor }) });
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < MAX_PAGES);
  return pages;
}
