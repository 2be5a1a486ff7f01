import { describe, expect, test } from "vitest";
import { type RawServer, startServer } from "./support/raw-server.ts";
import { ALL, SAMPLE, type Target } from "./support/targets.ts";

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMS = -32_602;

async function expectToAnswer(server: RawServer, target: Target): Promise<void> {
  server.send({ id: "after", method: "tools/call", params: target.quick });
  expect(await server.answerTo("after")).toMatchObject({ result: { structuredContent: expect.any(Object) } });
}

describe.for(ALL)("the $name server goes on after", (target: Target) => {
  test("a line that is no JSON", async () => {
    const server = startServer(target);
    await server.initialize();
    server.write('{"jsonrpc": "2.0", "id": 1,\n');
    expect(await server.answerTo(null)).toMatchObject({ error: { code: PARSE_ERROR } });
    await expectToAnswer(server, target);
  });

  test("a request line of 50 MB", async () => {
    const server = startServer(target);
    await server.initialize();
    server.write('{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"');
    for (let sentMb = 0; sentMb < 50; sentMb += 1) server.write("x".repeat(1_000_000));
    server.write('"}}\n');
    expect(await server.answerTo(null)).toMatchObject({ error: { code: INVALID_REQUEST } });
    await expectToAnswer(server, target);
  });
});

describe("a message that is JSON but wrong is refused, and the next one answered:", () => {
  test.for([
    ["a number", "7"],
    ["null", "null"],
    ["a text", '"tools/list"'],
    ["an empty object", "{}"],
    ["a batch", '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
    ["an id that is an object", '{"jsonrpc":"2.0","id":{},"method":"ping"}'],
    ["a nesting of 100,000", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ] as const)("%s", async ([, line]) => {
    const server = startServer(SAMPLE);
    await server.initialize();
    server.write(`${line}\n`);
    const { error } = await server.answerTo(null);
    expect([INVALID_REQUEST, PARSE_ERROR]).toContain(error.code);
    expect(error.message.length).toBeLessThan(500);
    await expectToAnswer(server, SAMPLE);
  });

  test.for([
    ["the old JSON-RPC", '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
    ["a method that is no text", '{"jsonrpc":"2.0","id":1,"method":7}'],
    ["params that are a list", '{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}'],
    [
      "a progress token that is null",
      '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"progressToken":null}}}',
    ],
  ] as const)("%s, under the id it came with", async ([, line]) => {
    const server = startServer(SAMPLE);
    await server.initialize();
    server.write(`${line}\n`);
    expect(await server.answerTo(1)).toMatchObject({ error: { code: INVALID_REQUEST } });
    await expectToAnswer(server, SAMPLE);
  });

  test("an unknown method, wrong params, and an answer to nothing", async () => {
    const server = startServer(SAMPLE);
    await server.initialize();
    server.send({ id: 1, method: "tools/calls" });
    server.send({ id: 2, method: "tools/call", params: { arguments: {} } });
    server.send({ id: 3, method: "tools/call", params: { name: "echo_text", arguments: [1] } });
    server.send({ id: 77, result: {} });
    server.send({ method: "notifications/cancelled", params: { requestId: 12_345 } });
    expect(await server.answerTo(1)).toMatchObject({ error: { code: METHOD_NOT_FOUND } });
    expect(await server.answerTo(2)).toMatchObject({ error: { code: INVALID_PARAMS } });
    expect(await server.answerTo(3)).toMatchObject({ error: { code: INVALID_PARAMS } });
    await expectToAnswer(server, SAMPLE);
  });

  test("bytes that are no UTF-8, blank lines and Windows line ends", async () => {
    const server = startServer(SAMPLE);
    await server.initialize();
    server.child.stdin.write(Buffer.from([0xff, 0xfe, 0x0a, 0x0a, 0x20, 0x0a]));
    expect(await server.answerTo(null)).toMatchObject({ error: { code: PARSE_ERROR } });
    server.write('{"jsonrpc":"2.0","id":5,"method":"ping"}\r\n');
    expect(await server.answerTo(5)).toMatchObject({ result: {} });
    await expectToAnswer(server, SAMPLE);
  });

  test("a message that arrives byte by byte, in the middle of letters too", async () => {
    const server = startServer(SAMPLE);
    await server.initialize();
    const params = { name: "echo_text", arguments: { text: "größer 🎈" } };
    const bytes = Buffer.from(`${JSON.stringify({ jsonrpc: "2.0", id: 6, method: "tools/call", params })}\n`);
    for (const byte of bytes) server.child.stdin.write(Buffer.from([byte]));
    const { result } = await server.answerTo(6);
    expect(result.structuredContent).toEqual({ text: "hello größer 🎈" });
  });
});
