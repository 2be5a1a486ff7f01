import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import { secret } from "./secret.ts";
import { SettingsError } from "./settings-error.ts";
import { loadConfig } from "./settings.ts";

const schema = z.object({
  url: z.string().optional(),
  poolSize: z.int().min(1).max(64).default(4),
  readOnly: z.boolean().default(true),
  tools: z.array(z.string()).default([]),
  mode: z.enum(["fast", "safe"]).default("safe"),
  http: z.string().optional(),
  token: secret().optional(),
});

const folder = mkdtempSync(join(tmpdir(), "quartet-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function load(argv: string[] = [], env: Record<string, string> = {}): z.output<typeof schema> {
  return loadConfig(schema, { prefix: "DATABASE", env, argv });
}

function problemsOf(argv: string[], env: Record<string, string> = {}): readonly string[] {
  try {
    load(argv, env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error("accepted");
}

function configFile(content: string): string {
  const path = join(folder, `${Math.abs(content.length)}.json`);
  writeFileSync(path, content);
  return path;
}

test("without anything written every setting has its default", () => {
  expect(load()).toEqual({ poolSize: 4, readOnly: true, tools: [], mode: "safe" });
});

test("the environment, flags and file all reach the same setting, flags first", () => {
  const file = configFile('{ "$schema": "x", "poolSize": 2, "mode": "fast", "readOnly": false }');
  const env = { DATABASE_POOL_SIZE: "3", DATABASE_CONFIG: file };
  expect(load([], env)).toMatchObject({ poolSize: 3, mode: "fast", readOnly: false });
  expect(load(["--pool-size", "5", "--read-only"], env)).toMatchObject({ poolSize: 5, readOnly: true });
  expect(load(["--config", file])).toMatchObject({ poolSize: 2 });
});

test.each([
  [["--no-read-only"], { readOnly: false }],
  [["--read-only=off"], { readOnly: false }],
  [["--tools=a_b, c_d"], { tools: ["a_b", "c_d"] }],
  [["--http"], { http: "127.0.0.1:7420" }],
  [["--http", "--mode", "fast"], { http: "127.0.0.1:7420", mode: "fast" }],
  [["--http", "0.0.0.0:80"], { http: "0.0.0.0:80" }],
])("%j is read as %j", (argv, expected) => {
  expect(load(argv)).toMatchObject(expected);
});

test("only actions that the caller knows are accepted beside settings", () => {
  const sources = { prefix: "DATABASE", env: {}, argv: ["--check", "--pool-size", "5"] };
  expect(loadConfig(schema, { ...sources, actions: ["check"] })).toMatchObject({ poolSize: 5 });
  expect(() => loadConfig(schema, sources)).toThrow("--check: unknown flag");
});

test("all problems are reported at once, by the name the user wrote", () => {
  const file = configFile('{ "mode": "quick", "poolsize": 3 }');
  const problems = problemsOf(["--pool-size", "99", "--reed-only", "stray", "--url"], {
    DATABASE_CONFIG: file,
    DATABASE_READ_ONLY: "maybe",
    DATABASE_POOLSIZE: "3",
  });
  expect(problems).toHaveLength(8);
  const text = problems.join("\n");
  expect(text).toMatch(/^--pool-size: Too big/m);
  expect(text).toContain('--reed-only: unknown flag. Did you mean "--read-only"?');
  expect(text).toContain("stray: unexpected argument");
  expect(text).toContain("--url: needs a value");
  expect(text).toContain(`mode (in ${file}): Invalid option`);
  expect(text).toContain(`poolsize (in ${file}): unknown setting. Did you mean "poolSize"?`);
  expect(text).toContain("DATABASE_READ_ONLY: expected boolean");
  expect(text).toContain('DATABASE_POOLSIZE: unknown setting. Did you mean "DATABASE_POOL_SIZE"?');
});

test("variables of the user's own under the same prefix are left alone", () => {
  expect(() => load([], { DATABASE_HOST: "db", DATABASE_PASSWORD: "x", DATABASE_: "" })).not.toThrow();
});

test.each(["{ not json", "[]", '"text"'])("a config file that holds %j is refused", (content) => {
  expect(problemsOf(["--config", configFile(content)])[0]).toMatch(/^--config /);
});

test("a config file that does not exist is refused by its path", () => {
  expect(problemsOf(["--config", "/nowhere/quartet.json"])[0]).toContain("/nowhere/quartet.json");
});

test("numbers that are none stay text and are refused", () => {
  expect(problemsOf(["--pool-size=ten"])[0]).toMatch(/^--pool-size: expected number/);
  expect(problemsOf(["--pool-size="])[0]).toMatch(/^--pool-size/);
});

test("a secret is usable but does not print", () => {
  const config = load([], { DATABASE_TOKEN: "sesame-open" });
  expect(config.token?.reveal()).toBe("sesame-open");
  expect(JSON.stringify(config)).not.toContain("sesame");
});

test("no problem shows a secret that stands in the wrong place", () => {
  const password = "hunter2-and-more";
  const shown = [
    ...problemsOf(["--urll", `postgres://me:${password}@host/db`, `--pool-size=token=${password}`]),
    ...problemsOf(["--config", configFile(`token=${password}`)]),
    ...problemsOf(["--config", configFile(`{ "poolSize": 2, "token": ${password} }`)]),
  ].join("\n");
  expect(shown).toContain("postgres://me:[redacted]@host/db: unexpected argument");
  expect(shown).not.toContain(password.slice(0, 5));
});

test("a file may begin with a byte order mark", () => {
  expect(load(["--config", configFile('\uFEFF{ "poolSize": 3 }')])).toMatchObject({ poolSize: 3 });
});

test.each(["", " ", "two words", "schön"])("the token %j is refused, since no header can carry it", (token) => {
  const parsed = commonSettings.safeParse({ token });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([["token"]]);
});
