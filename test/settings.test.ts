import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Exit, type RawServer, type StartOptions, startServer } from "./support/raw-server.ts";
import { ALL, SAMPLE, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

const FAILED = { code: 1, signal: null };
const OK = { code: 0, signal: null };

/** Starts a server that is to end by itself. */
async function run(target: Target, options: StartOptions): Promise<{ server: RawServer; exit: Exit; out: string }> {
  const server = startServer(target, options);
  const exit = await server.exited;
  return { server, exit, out: server.stdoutLines.join("\n") };
}

/** The problems that a server names when it refuses its settings. */
async function problemsOf(target: Target, options: StartOptions): Promise<string[]> {
  const { server, exit, out } = await run(target, options);
  expect(exit).toEqual(FAILED);
  expect(out).toBe("");
  const [title, ...problems] = server.stderr.trimEnd().split("\n");
  expect(title).toBe(`quartet-${target.name}: Invalid settings:`);
  return problems.map((problem) => problem.trim());
}

const envPrefix = ({ name }: Target): string => name.replaceAll("-", "_").toUpperCase();

describe.for(ALL)("the $name server", (target: Target) => {
  test("says its version and its usage and ends", async () => {
    const version = await run(target, { args: ["--version"] });
    expect(version).toMatchObject({ exit: OK, out: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const help = await run(target, { args: ["--help"] });
    expect(help.exit).toEqual(OK);
    for (const text of ["--http", "--read-only", "--check", `${envPrefix(target)}_MAX_TOKENS`, "QUARTET_HOME"]) {
      expect(help.out).toContain(text);
    }
    expect(help.server.stderr).toBe("");
  });

  test("checks itself and ends", async () => {
    const { exit, out, server } = await run(target, { args: ["--check"] });
    expect(exit, `${out}\n${server.stderr}`).toEqual(OK);
    expect(out).toMatch(/^ok {3}settings: valid/);
    expect(out).not.toContain("FAIL");
  });

  test("names all problems of flags, environment and file at once, as the user wrote them", async () => {
    const folder = tempFolder({ "quartet.json": JSON.stringify({ maxConcurentCalls: 4, logLevel: "loud" }) });
    const file = join(folder, "quartet.json");
    const prefix = envPrefix(target);
    const problems = await problemsOf(target, {
      args: ["--config", file, "--max-tokens", "7", "--read-onlyy", "--tool-timeout-ms", "soon"],
      env: { [`${prefix}_MAX_CONCURRENT_CALLS`]: "0", [`${prefix}_MAX_TOKENZ`]: "900" },
    });
    const expected = [
      /^--read-onlyy: unknown flag\. Did you mean "--read-only"\?$/,
      new RegExp(
        `^maxConcurentCalls \\(in .*quartet\\.json\\): unknown setting\\. Did you mean "maxConcurrentCalls"\\?$`,
      ),
      new RegExp(`^${prefix}_MAX_TOKENZ: unknown setting\\. Did you mean "${prefix}_MAX_TOKENS"\\?$`),
      /^logLevel \(in .*quartet\.json\): /,
      /^--max-tokens: .*500/,
      /^--tool-timeout-ms: .*number/,
      new RegExp(`^${prefix}_MAX_CONCURRENT_CALLS: .*1`),
    ];
    for (const pattern of expected) expect(problems).toContainEqual(expect.stringMatching(pattern));
    expect(problems).toHaveLength(expected.length);
  });

  test("refuses misspelt tools and toolsets", async () => {
    const { name } = target.quick;
    const problems = await problemsOf(target, { args: ["--tools", `${name},${name}x`, "--toolsets", "defualt"] });
    expect(problems).toEqual([
      `--tools: no tool "${name}x". Did you mean "${name}"?`,
      '--toolsets: no toolset "defualt". Did you mean "default"?',
    ]);
  });

  test("offers only the tools asked for", async () => {
    const server = startServer(target, { args: [`--tools=${target.quick.name}`, "--read-only"] });
    await server.initialize();
    server.send({ id: 1, method: "tools/list" });
    const { result } = await server.answerTo(1);
    expect(result.tools.map((tool: { name: string }) => tool.name)).toEqual([target.quick.name]);
  });

  test("says what is wrong with its home and goes on answering", async () => {
    const home = tempFolder({ file: "" });
    const env = { QUARTET_HOME: join(home, "file/below") };
    const check = await run(target, { args: ["--check"], env, home });
    expect(check.exit).toEqual(FAILED);
    expect(check.out).toMatch(/FAIL .*below.*cannot be created[^]*QUARTET_HOME/);
    const server = startServer(target, { env, home });
    await server.initialize();
    server.send({ id: 1, method: "tools/call", params: target.quick });
    const { result } = await server.answerTo(1);
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^unavailable: .*\n.*QUARTET_HOME/s) }],
    });
    server.send({ id: 2, method: "tools/list" });
    expect(await server.answerTo(2)).toMatchObject({ result: { tools: expect.any(Array) } });
  });
});

describe("a settings file", () => {
  test.for([
    ["that is absent", undefined, /--config .*: cannot be read/],
    ["that is no JSON", "{ maxTokens: 900 }", /--config .*: cannot be read/],
    ["that holds a list", "[]", /--config .*: must hold one JSON object/],
    ["with a value of the wrong type", '{ "maxTokens": "900" }', /^maxTokens \(in .*\): expected number/],
    ["with a name from Object", '{ "constructor": 1, "toString": 2 }', /^constructor \(in .*\): unknown setting/],
  ] as const)("%s is refused by its name", async ([, text, pattern]) => {
    const folder = tempFolder(text === undefined ? {} : { "settings.json": text });
    const problems = await problemsOf(SAMPLE, { args: ["--config", join(folder, "settings.json")] });
    expect(problems[0]).toMatch(pattern);
  });

  test("named in the environment is read, and flags and environment win over it", async () => {
    const settings = { greeting: "from file", maxTokens: 900, tools: ["echo_text"] };
    const folder = tempFolder({ "settings.json": JSON.stringify({ $schema: "x", ...settings }) });
    const env = { SAMPLE_CONFIG: join(folder, "settings.json"), SAMPLE_GREETING: "from env" };
    const server = startServer(SAMPLE, { env, args: ["--greeting=from flag"] });
    await server.initialize();
    server.send({ id: 1, method: "tools/call", params: SAMPLE.quick });
    const { result } = await server.answerTo(1);
    expect(result.structuredContent).toEqual({ text: "from flag friend" });
  });
});

describe("a secret", () => {
  test("is printed nowhere, not even when it does not fit", async () => {
    const key = "very-secret-api-key-0123456789";
    const server = startServer(SAMPLE, {
      env: { SAMPLE_API_KEY: key },
      args: ["--log-level", "trace", "--page-size", "0"],
    });
    await server.exited;
    expect(server.stderr).toContain("--page-size");
    expect(server.stderr).not.toContain(key);
  });
});
