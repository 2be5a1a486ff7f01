// Preloaded into the process of each test file: plain code for the project's Node, 20 or newer.
// Node counts a file that calls `process.exit(0)` half way as passed, with the tests it did not reach left out.
import process, { env, ppid } from "node:process";
import { isMainThread } from "node:worker_threads";
import { EARLY_EXIT_CODE, RUNNER_PID_VARIABLE } from "./early-exit.ts";

function watchExit(): void {
  const reallyExit: (code?: number) => never = Reflect.get(process, "reallyExit");
  // A process that ends by itself does not come through here.
  const marked = (code?: number): never => reallyExit.call(process, code || EARLY_EXIT_CODE);
  Reflect.set(process, "reallyExit", marked);
  // Node 24 lets a process become another one, whose end says nothing about the tests.
  if (Reflect.has(process, "execve")) Reflect.set(process, "execve", () => marked());
}

if (isMainThread && env[RUNNER_PID_VARIABLE] === String(ppid)) watchExit();
