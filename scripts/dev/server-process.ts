import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";

/** What a started server tells the one who started it. */
export interface ServerEvents {
  line(line: string): void;
  ended(reason: string): void;
}

export interface RunningServer {
  send(line: string): void;
  stop(): void;
}

/** Starts a server from its sources; its log goes to stderr. */
export function startServer(argv: readonly string[], events: ServerEvents): RunningServer {
  const child = spawn(process.execPath, ["--conditions=@quartet/source", ...argv], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => events.line(line));
  // A server that ends while a line is under way says so by its exit.
  child.stdin.on("error", () => undefined);
  child.on("exit", (code, signal) => events.ended(signal ?? `exit code ${code}`));
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    stop: () => void child.kill("SIGTERM"),
  };
}
