import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Session } from "@quartet/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { server } from "../server.ts";

let session: Session;
beforeAll(async () => void (session = await connect(server)));
afterAll(async () => session.close());

async function startSleep(...args: readonly string[]): Promise<number> {
  const child = spawn("sleep", args, { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return child.pid ?? 0;
}

test("a program is found by a part of its command line", async () => {
  const pid = await startSleep("98765.4");
  const answer = await session.call("list_processes", { name: "98765.4" });
  expect(answer.processes).toMatchObject([
    { pid, parentPid: process.pid, name: "sleep", commandLine: "sleep 98765.4" },
  ]);
  expect(answer).toMatchObject({ total: 1, truncated: false });
});

test("a pid alone is enough, and one that is not there gives an empty list", async () => {
  const answer = await session.call("list_processes", { pid: process.pid });
  expect(answer.processes[0]).toMatchObject({ pid: process.pid });
  expect(answer.processes[0].memoryBytes).toBeGreaterThan(1_000_000);
  expect(await session.call("list_processes", { pid: 2 ** 30 })).toMatchObject({ total: 0, processes: [] });
});

test("a secret on a command line is neither shown nor to be found by searching for it", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)", "--", "--password", "Zq7Wm2Xn9"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  const answer = await session.call("list_processes", { pid: child.pid });
  expect(answer.processes[0].commandLine).toMatch(/--password \[redacted\]$/);
  expect(await session.call("list_processes", { name: "Zq7Wm2Xn9" })).toMatchObject({ total: 0 });
});

test("pages follow one another without a gap or a repetition", async () => {
  await Promise.all([startSleep("3333.1"), startSleep("3333.2"), startSleep("3333.3")]);
  const args = { name: "sleep 3333", sort: "pid", limit: 2 };
  const first = await session.call("list_processes", args);
  expect(first).toMatchObject({ total: 3, truncated: true });
  const second = await session.call("list_processes", { ...args, cursor: first.nextCursor });
  expect(second).toMatchObject({ total: 3, truncated: false });
  const pids = [...first.processes, ...second.processes].map(({ pid }: { pid: number }) => pid);
  expect(pids).toEqual([...new Set(pids)].toSorted((a, b) => a - b));
  expect(pids).toHaveLength(3);
});

test("groups sum the processes of one name", async () => {
  await Promise.all([startSleep("4444.1"), startSleep("4444.2")]);
  const answer = await session.call("list_processes", { name: "sleep 4444", group: true });
  expect(answer).toMatchObject({ total: 1, processes: [{ name: "sleep", count: 2, threads: 2 }] });
});

test("the biggest comes first when sorted by memory", async () => {
  const { processes } = await session.call("list_processes", { sort: "memory", limit: 10 });
  const sizes = processes.map(({ memoryBytes }: { memoryBytes: number }) => memoryBytes);
  expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
});

test("a state or sort that does not exist is refused by name", async () => {
  expect(await session.fail("list_processes", { state: "dead" })).toMatchObject({ code: "invalid_input" });
  expect((await session.fail("list_processes", { sort: "size" })).message).toContain("sort");
});
