// The checks beyond the tests, each one a command of its own; ends with a line that counts them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const bin = (name: string): string => join("node_modules", ".bin", name);
const published = [...readdirSync("servers").map((name) => join("servers", name)), join("shared", "cli")];

const checks: readonly Check[] = [
  { name: "types", command: [bin("tsc"), "--project", "tsconfig.json"] },
  { name: "lint", command: [bin("oxlint")] },
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
  { name: "unused code", command: [bin("knip")] },
  ...published.map((folder) => ({
    name: `package ${folder}`,
    command: [process.execPath, join("scripts", "check-package.ts"), folder],
  })),
  {
    name: "docs in sync",
    command: [process.execPath, "--conditions=@quartet/source", "scripts/generate-docs.ts", "--check"],
  },
];

const failed = checks.filter((check) => !passes(check));
console.log(`\n${checks.length - failed.length} passed, ${failed.length} failed, 0 skipped`);
process.exitCode = failed.length > 0 ? 1 : 0;

function passes({ name, command: [file = "", ...args] }: Check): boolean {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8", shell: process.platform === "win32" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd().replaceAll(/^/gm, "     "));
  return status === 0;
}
