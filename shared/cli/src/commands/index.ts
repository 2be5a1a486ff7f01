import { suggest } from "@quartet/core";
import { SettingsError } from "@quartet/core/host";
import { VERSION } from "../version.ts";
import type { Command } from "./command.ts";

/** One line here and one file beside it make a command; its code is loaded when it runs. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  serve: {
    summary: "serve the four servers over HTTP behind one port",
    load: async () => (await import("./serve.ts")).serve,
  },
};

/** Runs the command named by the first argument; every failure is one clear message and exit code 1. */
export async function runCommand(process: NodeJS.Process): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  const command = name === undefined ? undefined : COMMANDS[name];
  if (name === undefined || name === "help" || name === "--help") {
    process.stdout.write(usage());
  } else if (name === "--version") {
    process.stdout.write(`${VERSION}\n`);
  } else if (command === undefined || !Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`quartet: unknown command "${name}". ${suggest(name, Object.keys(COMMANDS))}\n`);
    process.exitCode = 1;
  } else {
    const run = await command.load();
    await run(args, process).catch((error: unknown) => fail(process, name, error));
  }
}

function fail(process: NodeJS.Process, name: string, error: unknown): void {
  const message =
    error instanceof SettingsError ? error.message : error instanceof Error ? error.message : String(error);
  process.stderr.write(`quartet ${name}: ${message}\n`);
  process.exitCode = 1;
}

function usage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: quartet <command> [flags]\n\n${rows.join("\n")}\n\nFlags of a command: quartet <command> --help\n`;
}
