import { expect, test } from "vitest";
import { createRelay, type Relay } from "./relay.ts";
import type { ServerEvents } from "./server-process.ts";

interface Started {
  readonly sent: string[];
  readonly events: ServerEvents;
  stopped: boolean;
}

/** A relay over servers that only record, so that each order of events can be told exactly. */
function makeRelay(): { relay: Relay; servers: Started[]; toClient: string[]; said: string[] } {
  const servers: Started[] = [];
  const toClient: string[] = [];
  const said: string[] = [];
  const relay = createRelay({
    start(events) {
      const server: Started = { sent: [], events, stopped: false };
      servers.push(server);
      return { send: (line) => void server.sent.push(line), stop: () => void (server.stopped = true) };
    },
    toClient: (line) => void toClient.push(line),
    say: (text) => void said.push(text),
  });
  return { relay, servers, toClient, said };
}

const initialize = '{"jsonrpc":"2.0","id":1,"method":"initialize"}';
const initialized = '{"jsonrpc":"2.0","method":"notifications/initialized"}';
const call = '{"jsonrpc":"2.0","id":2,"method":"tools/call"}';
const answer = (id: number): string => `{"jsonrpc":"2.0","id":${id},"result":{}}`;

test("a restart repeats the opening and keeps its second answer from the client", () => {
  const { relay, servers, toClient } = makeRelay();
  relay.fromClient(initialize);
  servers[0]?.events.line(answer(1));
  relay.fromClient(initialized);
  relay.restart();
  servers[1]?.events.line(answer(1));
  expect(servers[0]?.stopped).toBe(true);
  expect(servers[1]?.sent).toEqual([initialize, initialized]);
  expect(toClient).toEqual([answer(1)]);
});

test("an opening that was still unanswered is answered by the new server", () => {
  const { relay, servers, toClient } = makeRelay();
  relay.fromClient(initialize);
  relay.restart();
  servers[1]?.events.line(answer(1));
  expect(toClient).toEqual([answer(1)]);
});

test("a call cut off by a restart gets one error, and a late answer of the old server none", () => {
  const { relay, servers, toClient } = makeRelay();
  relay.fromClient(call);
  relay.restart();
  servers[0]?.events.line(answer(2));
  expect(toClient.map((line) => JSON.parse(line))).toEqual([
    { jsonrpc: "2.0", id: 2, error: { code: -32_603, message: expect.stringContaining("Call again") } },
  ]);
});

test("after a crash calls are refused until a source changes", () => {
  const { relay, servers, toClient, said } = makeRelay();
  servers[0]?.events.ended("exit code 1");
  relay.fromClient(call);
  expect(JSON.parse(toClient[0] ?? "")).toMatchObject({ id: 2, error: {} });
  expect(said.join("\n")).toContain("exit code 1");
  relay.restart();
  relay.fromClient(call);
  servers[1]?.events.line(answer(2));
  expect(toClient[1]).toBe(answer(2));
});

test("requests of the server and lines that are no JSON pass both ways", () => {
  const { relay, servers, toClient } = makeRelay();
  const request = '{"jsonrpc":"2.0","id":9,"method":"roots/list"}';
  servers[0]?.events.line(request);
  relay.fromClient("no json");
  expect(toClient).toEqual([request]);
  expect(servers[0]?.sent).toEqual(["no json"]);
});
