import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, kill, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { descendantsOf, living, readPids } from "../fixture-processes.ts";
import { fixtureProject, importsOf } from "../fixture-project.ts";

const ENTRY = fileURLToPath(new URL("../index.ts", import.meta.url));
const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };

/** Deaf to polite signals, with a process that left the group and is deaf too. */
const DEAF = `
  import { spawn } from "node:child_process";
  import { writeFileSync } from "node:fs";
  process.on("SIGTERM", () => {});
  it("never ends", () => new Promise(() => {
    const child = spawn(process.execPath, ["--eval", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { detached: true });
    writeFileSync(new URL("./pids", import.meta.url), [child.pid, process.pid].join("\\n"));
    setInterval(() => {}, 1000);
  }));`;

async function startHttp(root: string): Promise<{ url: string; pid: number }> {
  const home = await mkdtemp(join(tmpdir(), "quartet-deadline-"));
  const args = ["--conditions=@quartet/source", ENTRY, "--http", "127.0.0.1:0", "--root", root];
  const server = spawn(execPath, [...args, "--node-path", execPath], {
    cwd: home,
    env: { PATH: env["PATH"], HOME: home, QUARTET_HOME: join(home, "home") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  let log = "";
  server.stderr.on("data", (chunk) => (log += String(chunk)));
  const url = await vi.waitUntil(() => /http:\/\/[\d.:]+\/mcp/.exec(log)?.[0], { timeout: 20_000 });
  return { url, pid: server.pid ?? 0 };
}

async function post(url: string, message: object): Promise<string> {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return (await fetch(url, { method: "POST", headers: HEADERS, body })).text();
}

// A server without sessions cannot tie the cancelling request of a client of 2025 to the call: only the deadline is left.
test.runIf(platform === "linux")("a run that cannot be cancelled ends at its own deadline, all of it", async () => {
  await using fixture = await fixtureProject("node-test", { "a.test.js": importsOf("node-test") + DEAF });
  const { url, pid } = await startHttp(fixture.project.folder);
  const params = { name: "run_tests", arguments: { timeoutMs: 12_000 } };
  const answer = post(url, { id: 1, method: "tools/call", params });
  const pids = await vi.waitFor(async () => {
    const found = await readPids(fixture.path("pids"));
    expect(found).toHaveLength(2);
    return [...found, ...(await descendantsOf(pid))];
  }, 20_000);
  onTestFinished(async () => (await living(pids)).forEach((left) => void kill(left, "SIGKILL")));
  await post(url, { method: "notifications/cancelled", params: { requestId: 1 } });
  expect(await answer).toContain('"verdict":"timed_out"');
  await vi.waitFor(async () => expect(await living(pids)).toEqual([]));
});
