import { spawn } from "node:child_process";

const PARENT_CHECK_MS = 300;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a command in this one's place: same streams, signals passed on, its exit code given back. No colours in a pipe. */
export function handOver([command, ...args], { cwd, process }) {
  const { env, stdout } = process;
  const plain = stdout.isTTY === true || env.FORCE_COLOR !== undefined ? {} : { NO_COLOR: "1" };
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...plain },
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  for (const signal of SIGNALS) {
    // A terminal sends Ctrl-C to the child itself; a second one from here does no harm, since it ends only once.
    process.on(signal, () => child.kill(signal));
  }
  const watch = endWithParent(process, () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}

/** npm passes signals to the shell between it and us, which dies without a word; an orphan must not go on serving. */
function endWithParent(process, end) {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS);
}
