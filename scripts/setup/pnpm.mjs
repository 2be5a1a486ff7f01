import { spawn } from "node:child_process";
import { explain, SetupFailure } from "./failures.mjs";
import { pnpmCall } from "./pnpm-call.mjs";

/** Runs pnpm to its end; throws a one-line `SetupFailure` when it does not succeed. */
export async function pnpm(args, { cwd, doing, process }) {
  const call = pnpmCall(args, process.env);
  const child = spawn(call.file, call.args, {
    cwd,
    env: call.env,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.on("error", () =>
      reject(new SetupFailure("npx was not found. It comes with npm: install npm, then run the command again.")),
    );
    child.on("close", resolve);
  });
  if (code !== 0) throw new SetupFailure(explain(doing, Buffer.concat(chunks).toString("utf8")));
}
