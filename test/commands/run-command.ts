import { type ChildProcess, spawn } from "node:child_process";
import { environment, ROOT } from "../support/targets.ts";
import { tempFolder } from "../support/temp-folder.ts";

export const NODE: string = `${ROOT}node_modules/.bin/node`;

export interface Ran {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The user to run as, for what root is never refused. */
  readonly uid?: number;
  /** Called once, when stdout holds the text `until`. */
  readonly until?: string;
  readonly meanwhile?: (out: string, child: ChildProcess) => Promise<void>;
}

/** Runs a command to its end, with a home of its own, and gives back what it wrote. */
export async function runCommand([file = "", ...args]: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = ROOT, env = {}, input, uid, until, meanwhile } = options;
  const child = spawn(file, args, { cwd, env: environment(tempFolder(), env), ...(uid !== undefined && { uid }) });
  const text = { out: "", err: "" };
  let after: Promise<void> | undefined;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.out += chunk;
    if (until !== undefined && text.out.includes(until)) after ??= meanwhile?.(text.out, child);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text.err += chunk));
  if (input !== undefined) child.stdin.write(input);
  if (meanwhile === undefined) child.stdin.end();
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  await after;
  return { exitCode, ...text };
}
