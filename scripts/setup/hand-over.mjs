import { spawn } from "node:child_process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a command in this one's place: same streams, signals passed on, its exit code given back. */
export function handOver([command, ...args], { cwd, process }) {
  const child = spawn(command, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
  for (const signal of SIGNALS) {
    // A terminal sends Ctrl-C to the child itself; a second one from here does no harm, since it ends only once.
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
