/** The process that ends a test run whose server is gone: asleep until its input ends. */
import { rm } from "node:fs/promises";
import process from "node:process";
import { killGroup, killMarked } from "./process-group.ts";

const [, , runId = "", folder = ""] = process.argv;

await killGroup(Number(await readAll()));
await killMarked(runId);
await rm(folder, { recursive: true, force: true, maxRetries: 3 });

/** What the server said before its end: the number of the run's group, or nothing when it had none yet. */
async function readAll(): Promise<string> {
  let text = "";
  try {
    for await (const chunk of process.stdin.setEncoding("utf8")) text += String(chunk);
  } catch {
    // A broken connection means the same as a closed one.
  }
  return text;
}
