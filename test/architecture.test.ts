import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { type Package, readManifest, readPackages, readSources, type SourceFile } from "./support/sources.ts";
import { ROOT } from "./support/targets.ts";

const MAX_LINES = 250;
const MAX_CORE_EXPORTS = 45;
/** Of a server, besides its domain folders. */
const SERVER_FILES = [
  "src/index.ts",
  "src/config.ts",
  "src/models.ts",
  "src/server.ts",
  "src/context.ts",
  "src/tools/index.ts",
];

const packages = readPackages();
/** What all tests may import. */
const { devDependencies: forTests } = readManifest(ROOT);
const servers = packages.filter(({ kind }) => kind === "servers");
const byName = new Map(packages.map((one) => [one.manifest.name, one]));
const everything = [
  ...packages.flatMap(({ kind, id, files }) => files.map((file) => ({ ...file, path: `${kind}/${id}/${file.path}` }))),
  ...readSources(ROOT, "scripts"),
  ...readSources(ROOT, "test"),
];

/** `@scope/name` or `name` of an import such as `@scope/name/sub`. */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

const isBare = (specifier: string): boolean => !specifier.startsWith(".") && !isBuiltin(specifier);
const shipped = ({ files }: Package): SourceFile[] => files.filter(({ isTest }) => !isTest);
const siblingsOf = (files: readonly SourceFile[]): string[] => [
  ...new Set(files.flatMap(({ imports }) => imports.map(packageOf)).filter((name) => byName.has(name))),
];

describe("who may know whom", () => {
  test("there are four servers", () => {
    expect(servers.map(({ id }) => id).toSorted()).toEqual(["context-bridge", "database", "monitoring", "testing-qa"]);
  });

  test.for(servers)("the $id server knows shared packages only", (server) => {
    for (const name of siblingsOf(server.files)) expect(byName.get(name)?.kind, name).toBe("shared");
    expect(siblingsOf(shipped(server))).not.toContain("@quartet/testing");
    expect(siblingsOf(server.files)).not.toContain("@quartet/cli");
  });

  test("the core knows no sibling, and the bus the core alone", () => {
    const [core, bus] = ["@quartet/core", "@quartet/bus"].map((name) => byName.get(name));
    expect(siblingsOf(shipped(core as Package))).toEqual([]);
    expect(siblingsOf(shipped(bus as Package))).toEqual(["@quartet/core"]);
  });

  test.for(packages)("$id imports only what it declares, and nothing from inside another package", (one) => {
    const { dependencies, devDependencies, peerDependencies } = one.manifest;
    for (const { path, imports, isTest } of one.files) {
      // What is bundled brings along what it imports.
      const more = isTest ? { ...devDependencies, ...forTests } : one.manifest.bin !== undefined ? devDependencies : {};
      const declared = { ...dependencies, ...peerDependencies, ...more };
      for (const specifier of imports.filter(isBare)) {
        const name = packageOf(specifier);
        expect(Object.keys(declared), `${path} imports ${specifier}`).toContain(name);
        const exported = byName.get(name)?.manifest.exports;
        if (exported !== undefined) expect(Object.keys(exported), path).toContain(specifier.replace(name, "."));
      }
      for (const specifier of imports.filter((text) => text.startsWith("."))) {
        expect(normalize(join(path, "..", specifier)), path).toMatch(/^(src|fixtures)[\\/]/);
      }
    }
  });

  test("the public surface of the core stays small", () => {
    const index = readFileSync(join(ROOT, "shared/core/src/index.ts"), "utf8");
    const names = [...index.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
      list.split(",").map((name) => name.trim()),
    );
    expect(index).not.toContain("export *");
    expect(names.filter(Boolean).length).toBeGreaterThan(0);
    expect(names.filter(Boolean).length).toBeLessThanOrEqual(MAX_CORE_EXPORTS);
  });
});

describe("a server", () => {
  test.for(servers)("$id has the files that every server has", ({ folder }) => {
    for (const file of SERVER_FILES) expect(existsSync(join(folder, file)), file).toBe(true);
  });

  test.for(servers)("$id has one file for each tool, named like it, with a test beside it", ({ files }) => {
    const inTools = files.filter(({ path }) => path.startsWith("src/tools/") && !path.endsWith("index.ts"));
    const tools = inTools.filter(({ text, isTest }) => !isTest && /\bdefineTool\(/.test(text));
    expect(tools.length).toBeGreaterThan(0);
    for (const { path, text } of tools) {
      const names = [...text.matchAll(/^ {2}name: "(\w+)",$/gm)].map(([, name = ""]) => name);
      expect(names.map((name) => `src/tools/${name.replaceAll("_", "-")}.ts`)).toEqual([path]);
      expect(inTools.map((file) => file.path)).toContain(path.replace(/\.ts$/, ".test.ts"));
    }
  });

  test.for(servers)("$id touches the process in its entry alone", (server) => {
    // Workers and reporters are entries of processes of their own.
    const lower = shipped(server).filter(({ path }) => !/src\/index\.ts$|\.(worker|reporter)\.ts$/.test(path));
    const touching = lower.filter(({ text }) =>
      /\bprocess\.(env|argv|stdin|stdout|stderr|exit|on|cwd)\b/.test(withoutComments(text)),
    );
    expect(touching.map(({ path }) => path)).toEqual([]);
  });
});

describe("every source file", () => {
  test(`has at most ${MAX_LINES} lines, blank ones and comments aside`, () => {
    for (const { path, text } of everything) expect(codeLines(text), path).toBeLessThanOrEqual(MAX_LINES);
  });

  test("is named for what it holds", () => {
    for (const { path } of everything) {
      expect(path).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/);
      expect(path).not.toMatch(/\b(utils?|helpers?|common|misc)(\.ts|\/)/);
    }
  });

  test("exports by name, and imports zod as a whole", () => {
    for (const { path, text } of everything) {
      // Vitest takes a reporter from the default export alone.
      if (!path.endsWith(".reporter.ts")) expect(text, path).not.toMatch(/^export default\b/m);
      expect(text, path).not.toMatch(/import \{[^}]*\bz\b[^}]*\} from "zod"/);
    }
  });

  test("logs through the logger", () => {
    const packaged = everything.filter(({ path, isTest }) => /^(servers|shared)\//.test(path) && !isTest);
    expect(packaged.length).toBeGreaterThan(50);
    for (const { path, text } of packaged) expect(text, path).not.toMatch(/^\s*console\./m);
  });
});

describe("the packages", () => {
  test("take every dependency from the catalog or the workspace", () => {
    for (const { id, manifest } of packages) {
      const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
      const all = { ...dependencies, ...devDependencies, ...peerDependencies, ...optionalDependencies };
      for (const [name, version] of Object.entries(all)) {
        expect(version, `${id}: ${name}`).toBe(byName.has(name) ? "workspace:*" : "catalog:");
      }
    }
  });

  test("find exact versions in the catalog", () => {
    const [, catalog = ""] =
      /^catalog:\n((?: {2}.*\n)+)/m.exec(readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8")) ?? [];
    const versions = [...catalog.matchAll(/^ {2}"?([@\w/.-]+)"?: (.+)$/gm)];
    expect(versions.length).toBeGreaterThan(20);
    for (const [, name, version] of versions) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("state their licence, module type and Node, and what is published", () => {
    for (const { id, kind, manifest } of packages) {
      expect(manifest, id).toMatchObject({ name: `@quartet/${id}`, license: "MIT", type: "module" });
      expect(manifest.engines, id).toEqual({ node: ">=22.18" });
      if (kind === "servers") {
        expect(manifest.bin, id).toEqual({ [`quartet-${id}`]: "./dist/index.js" });
        expect(manifest.files, id).toContain("dist");
        expect(manifest.exports, id).toHaveProperty("./server");
      }
    }
    expect(readManifest(ROOT)).toMatchObject({ license: "MIT", type: "module", private: true });
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function codeLines(text: string): number {
  return withoutComments(text)
    .split("\n")
    .filter((line) => line.trim() !== "").length;
}
