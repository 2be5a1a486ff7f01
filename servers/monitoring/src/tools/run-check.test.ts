import http from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type Session } from "@quartet/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
let target: http.Server;
let port: number;

beforeAll(async () => {
  session = await connect(server);
  target = http.createServer((_request, response) => response.end("ready"));
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  port = (target.address() as AddressInfo).port;
});
afterAll(async () => {
  target.close();
  await session.close();
});

test("a web service is checked by its address", async () => {
  const url = `http://127.0.0.1:${port}/health`;
  const answer = await session.call("run_check", { url, expectText: "ready", excerptLength: 10 });
  expect(answer).toMatchObject({ state: "up", status: 200, target: url, bodyExcerpt: "ready" });
});

test("any service is checked by host and port", async () => {
  expect(await session.call("run_check", { host: "127.0.0.1", port })).toMatchObject({ state: "up" });
});

test("a failing target is an answer, not an error", async () => {
  const answer = await session.call("run_check", { url: "http://127.0.0.1:1/" });
  expect(answer).toMatchObject({ state: "down", cause: "ECONNREFUSED" });
});

test.each<[string, Record<string, unknown>, string]>([
  ["no target", {}, "url: is missing"],
  ["two targets", { url: "http://127.0.0.1/", host: "127.0.0.1", port: 80 }, "host: does not go with url"],
  ["an address with a port aside", { url: "http://127.0.0.1/", port: 80 }, "port: does not go with url"],
  ["a host without a port", { host: "127.0.0.1" }, "port: is missing"],
  ["a port without a host", { port: 80 }, "host: is missing"],
  ["an address that is none", { url: "not an address" }, "url"],
  ["the port that none can have", { url: "http://127.0.0.1:0/" }, "url"],
  ["a file", { url: "file:///etc/passwd" }, "url"],
  ["another scheme", { url: "gopher://127.0.0.1:6379/_FLUSHALL" }, "url"],
  ["a socket path", { url: "unix:///var/run/docker.sock" }, "url"],
  ["a port out of range", { host: "127.0.0.1", port: 70_000 }, "port"],
  ["a host that smuggles more", { host: "127.0.0.1/x", port: 80 }, "host"],
  ["a deadline of nothing", { url: "http://127.0.0.1/", timeoutMs: 0 }, "timeoutMs"],
  [
    "a text in a body that HEAD does not get",
    { url: "http://127.0.0.1/", method: "HEAD", expectText: "x" },
    "expectText",
  ],
])("%s is refused, naming the argument", async (_what, args, named) => {
  const failure = await session.fail("run_check", args);
  expect(failure.code).toBe("invalid_input");
  expect(failure.message).toContain(named);
  expect(failure.hint).not.toBe("");
});

test.each<[string, unknown]>([
  ["expectText", "never there"],
  ["expectStatus", [500]],
  ["method", "HEAD"],
  ["verifyTls", false],
  ["maxRedirects", 0],
  ["excerptLength", 10],
])("%s is refused with host and port, where nobody would look at it", async (name, value) => {
  expect(await session.fail("run_check", { host: "127.0.0.1", port, [name]: value })).toEqual({
    code: "invalid_input",
    message: `${name}: goes with url only.`,
    hint: "Give url instead of host and port.",
  });
});

test("defaults that a client fills in do no harm", async () => {
  const defaults = { method: "GET", maxRedirects: 5, verifyTls: true, excerptLength: 0 };
  expect(await session.call("run_check", { host: "127.0.0.1", port, ...defaults })).toMatchObject({ state: "up" });
});

test("metadata addresses are denied until the user allows them", async () => {
  const args = { url: "http://169.254.0.7:9/", timeoutMs: 100 };
  expect(await session.fail("run_check", args)).toMatchObject({ code: "denied" });
  const allowing = await connect(server, { config: { allowTargets: ["169.254.0.7"] } });
  onTestFinished(async () => allowing.close());
  expect((await allowing.call("run_check", args)).state).not.toBe("up");
});

test("private addresses are denied when the user says so", async () => {
  const strict = await connect(server, { config: { privateTargets: false } });
  onTestFinished(async () => strict.close());
  expect(await strict.fail("run_check", { host: "localhost", port })).toMatchObject({ code: "denied" });
});

test("a password in the address reaches neither the answer nor an error", async () => {
  const credentials = "ada:Zq7Wm2Xn9";
  const answer = await session.call("run_check", { url: `http://${credentials}@127.0.0.1:${port}/` });
  const failure = await session.fail("run_check", { url: `http://${credentials}@169.254.169.254/` });
  expect(JSON.stringify([answer, failure])).not.toContain("Zq7Wm2Xn9");
});
