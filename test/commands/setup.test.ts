import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { ROOT } from "../support/targets.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { type Ran, runCommand, type RunOptions } from "./run-command.ts";

/** A user that owns nothing. */
const NOBODY = 65_534;

/** A checkout with the set-up scripts, one package and an `npx` that does what the test says. */
function makeCheckout(npx: string): string {
  const folder = tempFolder({
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    "pnpm-workspace.yaml": "packages: []\n",
    "turbo.json": "{}\n",
    "tsconfig.base.json": "{}\n",
    "scripts/bundle.ts": "\n",
    "scripts/check.ts": 'console.log("the command ran with", process.argv.slice(2).join(" "));\n',
    "scripts/dev.ts": 'console.log("a line of the protocol");\n',
    "servers/one/package.json": "{}\n",
    "servers/one/src/index.ts": "export {};\n",
    "shared/core/package.json": "{}\n",
    "package.json": '{ "type": "module" }\n',
    "bin/npx": `#!/bin/sh\necho "$@" >> npx.log\n${npx}\n`,
  });
  chmodSync(join(folder, "bin/npx"), 0o755);
  cpSync(join(ROOT, "scripts/setup"), join(folder, "scripts/setup"), { recursive: true });
  return folder;
}

/** What a successful pnpm leaves behind. */
const WORKS = `mkdir -p node_modules/.bin node_modules/.pnpm servers/one/dist/chunks
ln -sf "${process.execPath}" node_modules/.bin/node
cp pnpm-lock.yaml node_modules/.pnpm/lock.yaml
touch node_modules/.modules.yaml servers/one/dist/index.js servers/one/dist/server.js servers/one/dist/chunks/deep.js`;

function setUp(folder: string, args: readonly string[] = ["check"], options: RunOptions = {}): Promise<Ran> {
  const env = { PATH: [join(folder, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter) };
  return runCommand([process.execPath, "scripts/setup/run.mjs", ...args], { cwd: folder, env, ...options });
}

const calls = (folder: string): string[] => {
  const log = join(folder, "npx.log");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
};

test("a first run installs and builds, then runs the command with its arguments", async () => {
  const folder = makeCheckout(WORKS);
  const { exitCode, out, err } = await setUp(folder, ["check", "--port", "1"]);
  expect(err).toBe("");
  expect(out).toMatch(
    /Packages installed \(\d+\.\d s\)[\s\S]*Servers built \(\d+\.\d s\)\nthe command ran with --port 1\n$/,
  );
  expect(calls(folder)).toEqual([
    expect.stringMatching(/^-y pnpm@[\d.]+ install --frozen-lockfile/),
    expect.stringMatching(/^-y pnpm@[\d.]+ exec turbo run build/),
  ]);
  expect(exitCode).toBe(0);
});

test("a second run does neither, until the lockfile or a source changes", async () => {
  const folder = makeCheckout(WORKS);
  await setUp(folder);
  const { out } = await setUp(folder);
  expect(out).toBe("the command ran with \n");
  expect(calls(folder)).toHaveLength(2);

  writeFileSync(join(folder, "servers/one/src/index.ts"), "export const changed = 1;\n");
  await setUp(folder);
  expect(calls(folder)).toHaveLength(3);

  writeFileSync(join(folder, "pnpm-lock.yaml"), "lockfileVersion: '9.0'\n# changed\n");
  await setUp(folder);
  expect(calls(folder)).toHaveLength(5);
});

test("a server run from sources needs no build, and has stdout for itself", async () => {
  const folder = makeCheckout(WORKS);
  const { out, err } = await setUp(folder, ["dev", "one"]);
  expect(out).toBe("a line of the protocol\n");
  expect(err).toContain("Packages installed");
  expect(calls(folder)).toHaveLength(1);
});

test.each(["index.js", "server.js", "chunks/deep.js"])(
  "a built file that was deleted or changed is built anew: %s",
  async (file) => {
    const folder = makeCheckout(WORKS);
    const built = join(folder, "servers/one/dist", file);
    await setUp(folder);

    rmSync(built);
    await setUp(folder);
    expect(calls(folder)).toHaveLength(3);
    expect(existsSync(built)).toBe(true);

    appendFileSync(built, "// changed by hand\n");
    await setUp(folder);
    expect(calls(folder)).toHaveLength(4);

    await setUp(folder);
    expect(calls(folder)).toHaveLength(4);
  },
);

test.each([
  ["npm cannot resolve the registry", "npm error code ENOTFOUND", /^No network: /],
  ["pnpm cannot reach it", "ERR_PNPM_META_FETCH_FAIL GET https://x: ECONNREFUSED", /^No network: /],
  ["the disk is full", "ENOSPC: no space left on device", /^The disk is full/],
  ["the lockfile is stale", "ERR_PNPM_OUTDATED_LOCKFILE Cannot install", /^pnpm-lock\.yaml does not fit/],
  [
    "a folder may not be written",
    "EACCES: permission denied, mkdir '/home/x/store'",
    /^No write permission: .*\/home\/x\/store/,
  ],
])("when %s, there is one line and exit code 1", async (_case, says, line) => {
  const { exitCode, err } = await setUp(makeCheckout(`echo "${says}" >&2; exit 1`));
  expect(err).toMatch(line);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(exitCode).toBe(1);
});

test("a build that fails for another reason shows what it said", async () => {
  const { exitCode, err } = await setUp(makeCheckout('echo "src/index.ts: error TS1005"; exit 2'));
  expect(err).toContain("Installing packages failed");
  expect(err).toContain("error TS1005");
  expect(exitCode).toBe(1);
});

test("without npx the line says what to install", async () => {
  const folder = makeCheckout(WORKS);
  const { exitCode, err } = await setUp(folder, ["check"], { env: { PATH: join(folder, "empty") } });
  expect(err).toMatch(/^npx was not found\. .*\n$/);
  expect(exitCode).toBe(1);
});

test("a folder that this user may not write to is refused before anything is done", async () => {
  const folder = makeCheckout(WORKS);
  const isRoot = process.getuid?.() === 0;
  chmodSync(folder, isRoot ? 0o755 : 0o555);
  const { exitCode, err } = await setUp(folder, ["check"], isRoot ? { uid: NOBODY } : {});
  chmodSync(folder, 0o755);
  expect(err).toMatch(/^No write permission: this user may not write to .*\n$/);
  expect(calls(folder)).toEqual([]);
  expect(exitCode).toBe(1);
});

test("an unknown command is refused before anything is done", async () => {
  const folder = makeCheckout(WORKS);
  const { exitCode, err } = await setUp(folder, ["strat"]);
  expect(err).toMatch(/^Unknown command "strat"\. Known: .*start/);
  expect(calls(folder)).toEqual([]);
  expect(exitCode).toBe(1);
});

test("where npm has no Node for the platform, the machine's own is linked in its place", async () => {
  const folder = makeCheckout(WORKS.replace(/^ln .*$/m, ""));
  const { exitCode, out } = await setUp(folder);
  expect(out).toContain("the command ran");
  expect(existsSync(join(folder, "node_modules/.bin/node"))).toBe(true);
  expect(exitCode).toBe(0);
});

test("a link that an earlier Node left dangling is replaced", async () => {
  const folder = makeCheckout(WORKS.replace(/^ln .*$/m, ""));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(folder, "gone"), join(folder, "node_modules/.bin/node"));
  expect((await setUp(folder)).exitCode).toBe(0);
});
