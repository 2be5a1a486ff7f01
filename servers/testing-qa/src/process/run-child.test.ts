import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Ending } from "../models.ts";
import { type ChildLimits, runChild } from "./run-child.ts";

async function runScript(script: string, limits: Partial<ChildLimits> = {}, file = execPath): Promise<Ending> {
  const folder = mkdtempSync(join(tmpdir(), "quartet-child-"));
  const secretFd = openSync(fileURLToPath(import.meta.url), "r");
  try {
    return await runChild(
      { file, args: ["--eval", script], cwd: tmpdir(), env: { FROM_ABOVE: "1" }, folder, secretFd },
      {
        signal: new AbortController().signal,
        timeoutMs: 30_000,
        graceMs: 300,
        runId: crypto.randomUUID(),
        maxOutputBytes: 1_000_000,
        ...limits,
      },
    );
  } finally {
    closeSync(secretFd);
    rmSync(folder, { recursive: true });
  }
}

describe("a child", { timeout: 40_000 }, () => {
  test("ends with its exit code and the last of what it printed", async () => {
    const ending = await runScript(`console.log("x".repeat(20_000)); console.error("the end"); process.exitCode = 3;`);
    expect(ending).toMatchObject({ exitCode: 3, signal: null, leakedProcesses: 0 });
    expect(ending.stoppedFor).toBeUndefined();
    expect(ending.outputTail).toContain("the end");
    expect(ending.outputTail.length).toBeLessThanOrEqual(8_000);
  });

  test("is stopped at its deadline, by force when it does not listen", async () => {
    const ending = await runScript(`process.on("SIGTERM", () => {}); for (;;);`, { timeoutMs: 500 });
    expect(ending).toMatchObject({ stoppedFor: "deadline", signal: "SIGKILL", exitCode: null });
  });

  test("is stopped when it prints without end", async () => {
    const ending = await runScript(
      `const text = "x".repeat(65_536); (function more() { process.stdout.write(text, more); })();`,
    );
    expect(ending.stoppedFor).toBe("output");
  });

  test("is stopped at once when the call was cancelled before", async () => {
    expect(await runScript("for (;;);", { signal: AbortSignal.abort() })).toMatchObject({ stoppedFor: "cancelled" });
  });

  test("sees the environment it is given, and finds the file as descriptor 3", async () => {
    const ending = await runScript(
      `console.log(Object.keys(process.env).sort().join(), require("fs").readFileSync(3, "utf8").includes("descriptor 3"));`,
    );
    expect(ending.outputTail).toBe("FROM_ABOVE,QUARTET_RUN_ID true\n");
  });

  test("that cannot be started is an error", async () => {
    await expect(runScript("", {}, "/no/such/node")).rejects.toMatchObject({ code: "ENOENT" });
  });
});
