import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeEach(async () => {
  session = await connect(server, { config: { namespace: "test" } });
});
afterEach(() => session.close());

const store = (key: string, value: unknown): Promise<any> => session.call("store_context", { key, value });
const read = (args: object): Promise<any> => session.call("retrieve_context", { ...args });

test("reads several keys in the order asked for and names those that hold nothing", async () => {
  await store("a", 1);
  await store("b", 2);
  const answer = await read({ keys: ["b", "x", "a", "b", "x"] });
  expect(answer.contexts).toMatchObject([{ key: "b" }, { key: "a" }]);
  expect(answer.missing).toEqual(["x"]);
});

test("a key that holds nothing is not found, with the nearest that does", async () => {
  await store("plan/checkout", 1);
  expect(await session.fail("retrieve_context", { keys: ["plan/chekout"] })).toEqual({
    code: "not_found",
    message: 'keys: there is no "plan/chekout" (any more).',
    hint: 'Did you mean "plan/checkout"?',
  });
});

test("a part is read by path", async () => {
  await store("k", { "a/b": [{ "~": "deep" }], none: null });
  expect((await read({ keys: ["k"], path: "/a~1b/0/~0" })).contexts[0].value).toBe("deep");
  expect((await read({ keys: ["k"], path: "/none" })).contexts[0].value).toBeNull();
  for (const path of ["/a", "/a~1b/1", "/a~1b/length", "/a~1b/-", "/none/x", "/toString", "/__proto__"]) {
    expect(await session.fail("retrieve_context", { keys: ["k"], path })).toMatchObject({ code: "not_found" });
  }
  await store("l", 1);
  expect(await session.fail("retrieve_context", { keys: ["k"], path: "x" })).toMatchObject({
    code: "invalid_input",
    message: "path: must start with /",
  });
  expect(await session.fail("retrieve_context", { keys: ["k", "l"], path: "/a" })).toMatchObject({
    code: "invalid_input",
  });
});

test("a value too large for an answer is outlined, and its parts are in reach", async () => {
  await store("big", { notes: "x".repeat(100_000), steps: Array.from({ length: 50 }, () => "y".repeat(2_000)), n: 1 });
  const [context] = (await read({ keys: ["big"] })).contexts;
  expect(context).not.toHaveProperty("value");
  expect(context.outline).toMatchObject({
    memberCount: 3,
    members: [
      { path: "/notes", type: "string", sizeBytes: 100_002 },
      { path: "/steps", type: "array" },
      { path: "/n", type: "number", sizeBytes: 1 },
    ],
    resource: "context://big",
  });
  expect((await read({ keys: ["big"], path: "/steps/3" })).contexts[0].value).toHaveLength(2_000);
  expect((await read({ keys: ["big"], path: "/notes" })).contexts[0].outline.preview).toHaveLength(1_000);
});

test("several large values come page by page, each whole", async () => {
  for (const key of ["a", "b", "c"]) await store(key, key.repeat(20_000));
  const values: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ keys: ["a", "b", "c"], ...(cursor !== undefined && { cursor }) });
    values.push(...page.contexts.map((context: any) => context.value[0]));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(values).toEqual(["a", "b", "c"]);
});

test("under the smallest budget any value is still answered", async () => {
  const small = await connect(server, { config: { namespace: "test", maxTokens: 500 }, home: session.home });
  await store(
    "big",
    Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${"é".repeat(100)}${n}`, "x".repeat(500)])),
  );
  await store("text", "😀".repeat(5_000));
  const outline = (await small.call("retrieve_context", { keys: ["big"] })).contexts[0].outline;
  expect(outline.memberCount).toBe(100);
  const { preview } = (await small.call("retrieve_context", { keys: ["text"] })).contexts[0].outline;
  expect(preview).toMatch(/^(😀)+$/u);
  await small.close();
});

test("the resource of a key gives its whole value", async () => {
  await store("plan/a@b", { a: "x".repeat(50_000) });
  const { resources } = await session.client.listResources();
  expect(resources).toMatchObject([{ uri: "context://plan/a@b", name: "plan/a@b" }]);
  const { contents } = await session.client.readResource({ uri: "context://plan/a@b" });
  expect(JSON.parse((contents[0] as { text: string }).text).a).toHaveLength(50_000);
  await expect(session.client.readResource({ uri: "context://plan/a" })).rejects.toThrow('Did you mean "plan/a@b"?');
});
