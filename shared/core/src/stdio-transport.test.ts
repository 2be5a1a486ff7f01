import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import { StdioTransport } from "./stdio-transport.ts";

function open(output = new PassThrough()): { input: PassThrough; output: PassThrough; transport: StdioTransport } {
  const input = new PassThrough();
  const transport = new StdioTransport({ input, output, maxLineBytes: 1_000, onEnd: () => undefined });
  void transport.start();
  return { input, output, transport };
}

test.each([
  ['{"jsonrpc":"2.0","id":7,"method":"ping","params":null}', 7],
  ['{"jsonrpc":"2.0","id":"a","method":"tools/list","params":{"_meta":{"progressToken":null}}}', "a"],
  ['{"jsonrpc":"1.0","id":0,"method":"ping"}', 0],
  ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', null],
  ['{"jsonrpc":"2.0","id":{},"method":"ping"}', null],
  ['{"jsonrpc":"2.0","id":7}', null],
  ['[{"jsonrpc":"2.0","id":7,"method":"ping"}]', null],
])("%s is refused under the id %s", async (line, id) => {
  const { input, output } = open();
  input.write(`${line}\n`);
  const answer = await vi.waitFor(() => JSON.parse(String(output.read() as Buffer)) as unknown);
  expect(answer).toMatchObject({ id, error: { code: -32_600 } });
});

test("a client that reads no answers is not listened to until it has read them", async () => {
  const output = new PassThrough({ highWaterMark: 1 });
  const { input, transport } = open(output);
  const received = vi.fn<(message: unknown) => void>();
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the only way of this interface
  transport.onmessage = received;
  void transport.send({ jsonrpc: "2.0", id: 1, result: { text: "x".repeat(65 * 1024 * 1024) } });
  input.write('{"jsonrpc":"2.0","id":2,"method":"ping"}\n');
  await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(1));
  input.write('{"jsonrpc":"2.0","id":3,"method":"ping"}\n');
  await vi.waitFor(() => expect(input.isPaused()).toBe(true));
  expect(received).toHaveBeenCalledTimes(1);
  output.resume();
  await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(2));
});
