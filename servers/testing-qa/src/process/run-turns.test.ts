import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath, pid, platform } from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RunTurns } from "./run-turns.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quartet-turns-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** Work that lasts until it is let go. */
function held(): { promise: Promise<unknown>; resolve: () => void } {
  const gate = new AbortController();
  return { promise: once(gate.signal, "abort"), resolve: () => gate.abort() };
}

/** A holder that is gone. */
const DEAD = JSON.stringify({ pid: 2_147_483_646, start: "1", runId: "left-behind" });

/** The path of the lock of `/p`. */
async function lockOf(turns: RunTurns): Promise<string> {
  return join(folder, await turns.take("/p", "look", never, async () => (await readdir(folder))[0] ?? ""));
}

const never = new AbortController().signal;

describe("turns in a project", () => {
  test("come one after the other, in the order of asking, over several servers", async () => {
    const servers = [new RunTurns(folder, 10_000), new RunTurns(folder, 10_000)];
    let open = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      open += 1;
      most.push(open);
      await new Promise((done) => setImmediate(done));
      open -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, async (_, at) => servers[at % 2]?.take("/p", `${at}`, never, work)));
    expect(most).toEqual(Array.from({ length: 10 }, () => 1));
    expect(await readdir(folder)).toEqual([]);
  });

  test("do not wait for another project", async () => {
    const turns = new RunTurns(folder, 10_000);
    const { promise, resolve } = held();
    const first = turns.take("/p", "1", never, async () => promise);
    expect(await turns.take("/q", "2", never, async () => "free")).toBe("free");
    resolve();
    await first;
  });

  test("end as busy when the project does not become free, and leave the order intact", async () => {
    const turns = new RunTurns(folder, 50);
    const { promise, resolve } = held();
    const first = turns.take("/p", "1", never, async () => promise);
    await expect(turns.take("/p", "2", never, async () => "run")).rejects.toMatchObject({ code: "busy" });
    await expect(new RunTurns(folder, 50).take("/p", "3", never, async () => "run")).rejects.toMatchObject({
      code: "busy",
    });
    resolve();
    await first;
    expect(await turns.take("/p", "4", never, async () => "run")).toBe("run");
  });

  test("are free again after work that failed", async () => {
    const turns = new RunTurns(folder, 1_000);
    await expect(turns.take("/p", "1", never, async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await turns.take("/p", "2", never, async () => "run")).toBe("run");
  });

  test("are taken over from a server that died", async () => {
    const dead = spawn(execPath, ["--eval", ""]);
    await once(dead, "exit");
    const seen: string[] = [];
    const turns = new RunTurns(folder, 5_000);
    await turns.take("/p", "1", never, async () => {
      seen.push(...(await readdir(folder)));
    });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, seen[0] ?? ""), JSON.stringify({ pid: dead.pid, start: "1", runId: "left-behind" }));
    expect(await turns.take("/p", "2", never, async () => "run")).toBe("run");
  });

  test("never overlap when several servers take over from a dead one at once", async () => {
    const servers = Array.from({ length: 4 }, () => new RunTurns(folder, 30_000));
    const file = await lockOf(new RunTurns(folder, 5_000));
    for (let round = 0; round < 4; round += 1) {
      await writeFile(file, DEAD);
      let open = 0;
      const runs = servers.map(async (turns, at) =>
        turns.take("/p", `${round}-${at}`, never, async () => {
          open += 1;
          await new Promise((done) => setTimeout(done, 5));
          const together = open;
          open -= 1;
          return together;
        }),
      );
      expect(await Promise.all(runs)).toEqual(servers.map(() => 1));
    }
    expect(await readdir(folder)).toEqual([]);
  });

  test("are taken over when the lock says nothing, or when a server died over its removal", async () => {
    const turns = new RunTurns(folder, 5_000);
    const file = await lockOf(turns);
    await writeFile(file, "");
    await writeFile(`${file}.removal`, "");
    await utimes(`${file}.removal`, 1, 1);
    expect(await turns.take("/p", "2", never, async () => "run")).toBe("run");
  });

  test("are unavailable, not busy, when no lock can be written", async () => {
    await writeFile(join(folder, "file"), "");
    const turns = new RunTurns(join(folder, "file", "locks"), 5_000);
    await expect(turns.take("/p", "1", never, async () => "run")).rejects.toMatchObject({
      code: "unavailable",
      hint: expect.stringContaining("QUARTET_HOME"),
    });
  });

  test.runIf(platform === "linux")(
    "are taken over when the server's number belongs to another process by now",
    async () => {
      const turns = new RunTurns(folder, 5_000);
      const lock = await turns.take("/p", "1", never, async () => (await readdir(folder))[0] ?? "");
      await writeFile(join(folder, lock), JSON.stringify({ pid, start: "1", runId: "left-behind" }));
      expect(await turns.take("/p", "2", never, async () => "run")).toBe("run");
    },
  );
});
