import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runCommand } from "./index.ts";

/** Runs the command line in this process, over streams that are kept. */
async function run(...args: readonly string[]): Promise<{ out: string; err: string; exitCode: unknown }> {
  const kept = { out: "", err: "" };
  const fake = {
    argv: ["node", "quartet", ...args],
    env: {},
    exitCode: undefined as unknown,
    stdout: { write: (text: string) => (kept.out += text) },
    stderr: { write: (text: string) => (kept.err += text) },
  };
  await runCommand(fake as unknown as NodeJS.Process);
  return { ...kept, exitCode: fake.exitCode };
}

test("an unknown command is refused with the nearest known one", async () => {
  const { out, err, exitCode } = await run("serv");
  expect(err).toBe('quartet: unknown command "serv". Did you mean "serve"?\n');
  expect(out).toBe("");
  expect(exitCode).toBe(1);
});

test.each(["toString", "__proto__", "constructor"])("%s, which every object has, is no command", async (name) => {
  expect((await run(name)).exitCode).toBe(1);
});

test("without a command the line explains itself", async () => {
  const { out, exitCode } = await run();
  expect(out).toContain("serve");
  expect(exitCode).toBeUndefined();
});

test("--version is the version of the package", async () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect((await run("--version")).out).toBe(`${manifest.version}\n`);
});

test.each(["--check", "--version"])("serve refuses %s, which it would have to ignore", async (flag) => {
  const { err, exitCode } = await run("serve", flag);
  expect(err).toContain(`${flag}: unknown flag`);
  expect(exitCode).toBe(1);
});

test("wrong flags are all named at once and nothing is started", async () => {
  const { err, exitCode } = await run("serve", "--prot", "1", "--servers", "database,monitor", "--host");
  expect(err).toContain('--prot: unknown flag. Did you mean "--port"?');
  expect(err).toContain("--servers");
  expect(err).toContain("--host: needs a value");
  expect(exitCode).toBe(1);
});

test("the help of serve lists every flag with its variable", async () => {
  const { out } = await run("serve", "--help");
  expect(out).toContain("--allowed-hosts");
  expect(out).toContain("QUARTET_ALLOWED_HOSTS");
  expect(out).toContain("(default 7420)");
  expect(out).toContain("--config <file> or QUARTET_CONFIG");
});
