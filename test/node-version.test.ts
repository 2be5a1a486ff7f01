import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { environment, ROOT, SERVERS, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

const LINE = (version: string): RegExp =>
  new RegExp(
    `^Quartet needs Node 22\\.18 or newer; this is ${version}\\. Install a current Node and start again\\.\\n$`,
  );

/** Replaces the version that a process reports, before anything else of it runs. */
function pretending(version: string): string {
  const folder = tempFolder({
    "old-node.cjs": `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  });
  return join(folder, "old-node.cjs");
}

function start(node: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const home = tempFolder();
  return spawnSync(node, [...args], { env: environment(home), cwd: home, input: "", encoding: "utf8" });
}

describe.for(SERVERS)("the built $name server", (target: Target) => {
  test.for(["18.20.8", "20.20.2", "22.17.1"])("says in one line that Node %s is too old", (version) => {
    const { status, stdout, stderr } = start(process.execPath, ["--require", pretending(version), ...target.entry]);
    expect(stderr).toMatch(LINE(version.replaceAll(".", "\\.")));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test.for(["22.18.0", "24.0.0", "30.1.0"])("does not mind Node %s", (version) => {
    const { status, stderr } = start(process.execPath, ["--require", pretending(version), ...target.entry]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("loads nothing before the version is known that an old Node could trip over", () => {
    for (const file of staticImports(join(ROOT, "servers", target.name, "dist/index.js"))) {
      // What Node 16 and later can parse and resolve.
      expect(file.text).not.toMatch(/\bfrom\s*["'](?!node:|\.)|\bawait using\b|\busing \w+ =|with\s*\{\s*type:/);
    }
  });
});

// Where no old Node is installed, the tests above stand in for one.
describe.for(findOldNodes())("a real Node below 22.18 (%s)", (node) => {
  test.for(SERVERS)("gets one readable line from the $name server", (target) => {
    const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
    const { status, stdout, stderr } = start(node, target.entry);
    expect(stderr).toMatch(LINE(version.replaceAll(".", "\\.")));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });
});

/** Each Node on the PATH that is too old, once. */
function findOldNodes(): string[] {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"];
  const nodes = folders.map((folder) => join(folder, "node")).filter((file) => existsSync(file));
  return [...new Set(nodes.map((file) => realpathSync(file)))].filter((node) => {
    const [major = 0, minor = 0] = versionOf(node).split(".").map(Number);
    return major > 0 && (major < 22 || (major === 22 && minor < 18));
  });
}

function versionOf(node: string): string {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return (stdout ?? "").trim().replace(/^v/, "");
}

/** The files that are loaded with an entry before a line of it runs. */
function staticImports(entry: string, seen: Set<string> = new Set()): { file: string; text: string }[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const text = readFileSync(entry, "utf8");
  const files = readdirSync(dirname(entry)).filter((file) =>
    new RegExp(`(from|import)\\s*["']\\./${file}["']`).test(text),
  );
  return [{ file: entry, text }, ...files.flatMap((file) => staticImports(join(dirname(entry), file), seen))];
}
