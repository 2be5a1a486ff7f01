import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, kill, platform } from "node:process";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { descendantsOf, living, readPids } from "../fixture-processes.ts";
import { type FixtureFiles, fixtureProject, importsOf } from "../fixture-project.ts";
import type { RunnerName } from "../models.ts";

const ENTRY = fileURLToPath(new URL("../index.ts", import.meta.url));
const CLIENT = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "client", version: "1" } };

/** A grandchild in the run's group and one that leaves it, both deaf to polite signals; then the process that runs this is deaf too. */
const SPREADS = `
  import { spawn } from "node:child_process";
  import { writeFileSync } from "node:fs";
  const spread = () => {
    const endless = ["--eval", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"];
    const children = [false, true].map((detached) => spawn(process.execPath, endless, { detached, stdio: "ignore" }));
    writeFileSync(new URL("./pids", import.meta.url), children.map(({ pid }) => pid).concat(process.pid).join("\\n"));
    for (;;);
  };`;
const IN_A_TEST = `it("spins", () => spread());`;

let temporary: string;
beforeEach(async () => {
  temporary = await realpath(await mkdtemp(join(tmpdir(), "quartet-killed-")));
});
afterEach(async () => rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

type Server = ChildProcessByStdio<Writable, null, null>;

function startServer(root: string): Server {
  return spawn(execPath, ["--conditions=@quartet/source", ENTRY, "--root", root, "--node-path", execPath], {
    cwd: temporary,
    // The run's own folder is then inside, too.
    env: { PATH: env["PATH"], HOME: temporary, TMPDIR: temporary, QUARTET_HOME: join(temporary, "home") },
    stdio: ["pipe", "ignore", "ignore"],
  });
}

function callRunTests({ stdin }: Server): void {
  const messages = [
    { id: 1, method: "initialize", params: CLIENT },
    { method: "notifications/initialized" },
    { id: 2, method: "tools/call", params: { name: "run_tests", arguments: { timeoutMs: 600_000 } } },
  ];
  for (const message of messages) stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

const CASES: readonly [string, RunnerName, FixtureFiles][] = [
  ["a test of node:test", "node-test", { "a.test.js": importsOf("node-test") + SPREADS + IN_A_TEST }],
  ["a test of Vitest in a process", "vitest", { "a.test.js": importsOf("vitest") + SPREADS + IN_A_TEST }],
  [
    "a test of Vitest in a thread",
    "vitest",
    {
      "vitest.config.js": `export default { test: { pool: "threads" } };`,
      "a.test.js": importsOf("vitest") + SPREADS + IN_A_TEST,
    },
  ],
  ["Vitest's own main process", "vitest", { "vitest.config.js": `${SPREADS} spread(); export default {};` }],
];

// Elsewhere a process that left the group cannot be told from others.
describe.runIf(platform === "linux")("a server that is killed without warning", { timeout: 60_000 }, () => {
  test.each(CASES)("takes its run with it that spins in %s", async (_where, runner, files) => {
    await using fixture = await fixtureProject(runner, files);
    const server = startServer(fixture.project.folder);
    onTestFinished(() => void server.kill("SIGKILL"));
    callRunTests(server);
    await vi.waitFor(async () => expect(await readPids(fixture.path("pids"))).toHaveLength(3), { timeout: 30_000 });
    const pids = [...new Set([...(await descendantsOf(server.pid ?? 0)), ...(await readPids(fixture.path("pids")))])];
    expect(await living(pids)).toHaveLength(pids.length);
    onTestFinished(async () => (await living(pids)).forEach((pid) => void kill(pid, "SIGKILL")));
    server.kill("SIGKILL");
    await vi.waitFor(async () => expect(await living(pids)).toEqual([]), { timeout: 20_000 });
    await vi.waitFor(async () => expect((await readdir(temporary)).filter((name) => /run-/.test(name))).toEqual([]));
  });
});
