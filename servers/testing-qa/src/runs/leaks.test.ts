import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, platform } from "node:process";
import { describe, expect, test, vi } from "vitest";
import { living, readPids } from "../fixture-processes.ts";
import { fixtureProject, importsOf } from "../fixture-project.ts";
import { nodeTest } from "../runners/node-test.ts";
import { TestRuns } from "./test-runs.ts";

/** One child in the run's group, and one that leaves it and keeps the run's output open. Both outlive the test. */
const SPAWNS = `
  import { spawn } from "node:child_process";
  import { appendFileSync } from "node:fs";
  it("spawns", async () => {
    for (const detached of [false, true]) {
      const child = spawn(process.execPath, ["--eval", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { detached, stdio: STDIO });
      child.unref();
      appendFileSync(new URL("./pids", import.meta.url), child.pid + "\\n");
    }
    REST
  });`;

async function openRuns(): Promise<TestRuns & AsyncDisposable> {
  const lockFolder = await mkdtemp(join(tmpdir(), "quartet-locks-"));
  const runs = new TestRuns({ lockFolder, env: { PATH: env["PATH"] ?? "" }, waitMs: 10_000, graceMs: 200 });
  return Object.assign(runs, {
    async [Symbol.asyncDispose]() {
      await runs.close();
      await rm(lockFolder, { recursive: true, force: true });
    },
  });
}

const fixture = async (rest: string, stdio: string): ReturnType<typeof fixtureProject> =>
  fixtureProject("node-test", {
    "a.test.js": importsOf("node-test") + SPAWNS.replace("REST", rest).replace("STDIO", stdio),
  });
const selection = { files: [] };

// Elsewhere a process that left the group cannot be told from others.
describe.runIf(platform === "linux")("a run that starts processes of its own", { timeout: 60_000 }, () => {
  test("leaves none of them when it ends, and tells how many it left", async () => {
    await using runs = await openRuns();
    await using project = await fixture("", '"ignore"');
    const { ending } = await runs.run({
      project: project.project,
      runner: nodeTest,
      selection,
      timeoutMs: 30_000,
      signal: new AbortController().signal,
    });
    const pids = await readPids(project.path("pids"));
    expect(pids).toHaveLength(2);
    await vi.waitFor(async () => expect(await living(pids)).toEqual([]));
    expect(ending.leakedProcesses).toBeGreaterThan(0);
  });

  test("leaves none of them when it is cancelled, ten times over", async () => {
    await using runs = await openRuns();
    await using project = await fixture("await new Promise(() => setInterval(() => {}, 1000));", '"inherit"');
    const cancelOnce = async (round: number): Promise<void> => {
      const cancel = new AbortController();
      const run = runs.run({
        project: project.project,
        runner: nodeTest,
        selection,
        timeoutMs: 30_000,
        signal: cancel.signal,
      });
      await vi.waitFor(async () => expect(await readPids(project.path("pids"))).toHaveLength(2 * round), {
        timeout: 20_000,
      });
      cancel.abort();
      expect((await run).ending.stoppedFor).toBe("cancelled");
    };
    for (let round = 1; round <= 10; round += 1) await cancelOnce(round);
    const pids = await readPids(project.path("pids"));
    await vi.waitFor(async () => expect(await living(pids)).toEqual([]));
  });

  test("leaves none of them when the server closes", async () => {
    const runs = await openRuns();
    await using project = await fixture("await new Promise(() => setInterval(() => {}, 1000));", '"inherit"');
    const run = runs.run({
      project: project.project,
      runner: nodeTest,
      selection,
      timeoutMs: 30_000,
      signal: new AbortController().signal,
    });
    await vi.waitFor(async () => expect(await readPids(project.path("pids"))).toHaveLength(2), { timeout: 20_000 });
    await runs[Symbol.asyncDispose]();
    expect((await run).ending.stoppedFor).toBe("cancelled");
    const pids = await readPids(project.path("pids"));
    await vi.waitFor(async () => expect(await living(pids)).toEqual([]));
  });
});
