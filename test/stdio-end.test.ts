import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { descendantsOf, isRunning } from "./support/processes.ts";
import { MODERN_META, type RawServer, startServer, WAIT } from "./support/raw-server.ts";
import { ALL, environment, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

const CLEAN = { code: 0, signal: null };

/** A server with a long call under way, its children running. */
async function startSlow(target: Target): Promise<{ server: RawServer; children: number[] }> {
  const { call, args, hasChildren } = await target.slow();
  const server = startServer(target, { args });
  await server.initialize();
  server.send({ id: "slow", method: "tools/call", params: await withCursor(server, call) });
  // Requests are taken in order, so with this answer the call before has begun.
  server.send({ id: "list", method: "tools/list" });
  await server.answerTo("list");
  const running = (): number[] => descendantsOf(server.pid);
  expect(server.messages().filter(({ id }) => id === "slow")).toEqual([]);
  if (hasChildren) await vi.waitUntil(() => running().length > 0, WAIT);
  return { server, children: running() };
}

/** Waiting for events needs the cursor of an earlier call. */
async function withCursor(server: RawServer, call: { name: string; arguments: object }): Promise<object> {
  if (call.name !== "wait_for_events") return call;
  server.send({ id: "cursor", method: "tools/call", params: { name: call.name, arguments: {} } });
  const { result } = await server.answerTo("cursor");
  return { ...call, arguments: { ...call.arguments, cursor: result.structuredContent.cursor } };
}

describe.for(ALL)("the $name server ends", (target: Target) => {
  test("cleanly when its input ends, after answering the call under way", async () => {
    const server = startServer(target);
    await server.initialize();
    server.send({ id: 1, method: "tools/call", params: target.quick });
    server.child.stdin.end();
    expect(await server.exited).toEqual(CLEAN);
    expect(await server.answerTo(1)).toMatchObject({ result: { structuredContent: expect.any(Object) } });
  });

  test("cleanly when its input ends before anything was said, or in the middle of a line", async () => {
    const silent = startServer(target);
    silent.child.stdin.end();
    const broken = startServer(target);
    broken.child.stdin.end('{"jsonrpc":"2.0","id":');
    expect(await silent.exited).toEqual(CLEAN);
    expect(await broken.exited).toEqual(CLEAN);
    expect(silent.stdoutLines).toEqual([]);
  });

  test("when its input ends during a long call, with all its children", async () => {
    const { server, children } = await startSlow(target);
    server.child.stdin.end();
    expect(await server.exited).toEqual(CLEAN);
    await expect.poll(() => children.filter(isRunning), WAIT).toEqual([]);
  });

  test.for(["SIGTERM", "SIGINT", "SIGHUP"] as const)("at %s, with all its children", async (signal) => {
    const { server, children } = await startSlow(target);
    server.child.kill(signal);
    expect(await server.exited).toEqual(CLEAN);
    await expect.poll(() => children.filter(isRunning), WAIT).toEqual([]);
  });

  test("when nobody reads its output any more", async () => {
    const server = startServer(target);
    server.child.stdout.destroy();
    server.child.stderr.destroy();
    // Answers go on until the closed pipe is noticed.
    const asking = setInterval(() => {
      server.send({ id: 1, method: "tools/call", params: { ...target.quick, _meta: MODERN_META } });
    }, 20);
    onTestFinished(() => clearInterval(asking));
    expect(await server.exited).toEqual(CLEAN);
  });

  test("when its client is killed in the middle of a call, with all its children", async () => {
    const { call, args } = await target.slow();
    const script = fileURLToPath(new URL("./fixtures/vanishing-client.js", import.meta.url));
    const home = tempFolder();
    const client = spawn(process.execPath, [script, JSON.stringify({ entry: [...target.entry, ...args], call })], {
      env: environment(home),
      cwd: home,
    });
    onTestFinished(() => void client.kill("SIGKILL"));
    const [line] = (await once(client.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    const children = descendantsOf(pid);
    onTestFinished(() => [pid, ...children].filter(isRunning).forEach((left) => process.kill(left, "SIGKILL")));
    client.kill("SIGKILL");
    await expect.poll(() => [pid, ...children].filter(isRunning), WAIT).toEqual([]);
  });
});
