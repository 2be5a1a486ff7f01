import net, { type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { addressPolicy } from "./address-policy.ts";
import { timeoutFailure } from "./deadline.ts";
import { systemResolve } from "./resolve.ts";
import { checkTcp } from "./tcp-check.ts";

const network = { policy: addressPolicy({ allowed: [], privateAllowed: true }), resolve: systemResolve };
const forever = new AbortController().signal;

async function openPort(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = net.createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, close };
}

test("a port that accepts is up, and down when nothing listens any more", async () => {
  const { port, close } = await openPort();
  onTestFinished(() => void close().catch(() => undefined));
  const target = { host: "127.0.0.1", port, timeoutMs: 5_000 };
  expect(await checkTcp(target, network, forever)).toMatchObject({ state: "up", address: "127.0.0.1" });
  await close();
  expect(await checkTcp(target, network, forever)).toMatchObject({ state: "down", cause: "ECONNREFUSED" });
});

test("a host in brackets is an address, and the target is shown with its port", async () => {
  const result = await checkTcp({ host: "::1", port: 1, timeoutMs: 5_000 }, network, forever);
  expect(result.target).toBe("[::1]:1");
  expect(result.state).not.toBe("up");
});

test("metadata addresses are refused for bare ports as well", async () => {
  const target = { host: "[::ffff:a9fe:a9fe]", port: 80, timeoutMs: 5_000 };
  await expect(checkTcp(target, network, forever)).rejects.toMatchObject({ code: "denied" });
});

test("a numeric spelling that the system would resolve is judged by what it resolves to", async () => {
  await expect(checkTcp({ host: "2852039166", port: 80, timeoutMs: 5_000 }, network, forever)).rejects.toMatchObject({
    code: "denied",
  });
});

test("silence is blamed on the target, unless our own clock ran late", () => {
  expect(timeoutFailure(1_000, 1_004)).toMatchObject({ state: "down", code: "TIMEOUT" });
  expect(timeoutFailure(1_000, 4_000)).toMatchObject({ state: "inconclusive", code: "OVERLOADED" });
});
