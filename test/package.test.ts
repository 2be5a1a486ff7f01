import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, test } from "vitest";
import { packPackage } from "../scripts/package/pack.ts";
import { readManifest } from "./support/sources.ts";
import { environment, ROOT, SERVERS } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

/** A folder with one package as it is published, and beside it nothing but the dependencies that it declares. */
function installPacked(source: string, name: string): { app: string; folder: string } {
  const app = tempFolder({ "package.json": '{ "type": "module" }' });
  const folder = join(app, "node_modules", "@quartet", name);
  mkdirSync(folder, { recursive: true });
  const tarball = packPackage(join(ROOT, source), tempFolder());
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", folder]);
  for (const dependency of Object.keys(readManifest(folder).dependencies)) {
    const link = join(app, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(ROOT, source, "node_modules", dependency)), link);
  }
  return { app, folder };
}

describe.for(SERVERS)("the package of $name", ({ name, quick }) => {
  test("works from its tarball with its declared dependencies alone", async () => {
    const { app, folder } = installPacked(join("servers", name), name);
    const manifest = readManifest(folder);
    expect(JSON.stringify(manifest.dependencies)).not.toMatch(/catalog:|workspace:/);
    expect(manifest.exports).toEqual({ "./server": "./dist/server.js" });

    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [join(folder, manifest.bin?.[`quartet-${name}`] ?? "")],
      cwd: app,
      env: environment(tempFolder()),
    });
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(transport);
    expect(client.getServerVersion()?.version).toBe(manifest.version);
    expect((await client.callTool({ ...quick })).isError ?? false).toBe(false);
    await client.close();

    const script = `const { server } = await import("@quartet/${name}/server"); console.log(server.name);`;
    const imported = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app });
    expect(imported.toString().trim()).toBe(name);
    expectLegalAndReadable(folder);
  });
});

test("the package of the command line serves from its tarball with its declared dependencies alone", () => {
  const { app, folder } = installPacked("shared/cli", "cli");
  const entry = join(folder, readManifest(folder).bin?.["quartet"] ?? "");
  const out = execFileSync(process.execPath, [entry, "serve", "--once", "--port", "0"], {
    cwd: app,
    env: environment(tempFolder()),
  });
  expect(out.toString()).toContain("all 4 servers answer");
  expectLegalAndReadable(folder);
});

/** The licences of what is bundled, and a page without links to files that stayed behind. */
function expectLegalAndReadable(folder: string): void {
  const licenses = readFileSync(join(folder, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  for (const name of ["zod", "prom-client", "ajv", "@modelcontextprotocol/server", "@opentelemetry/api"]) {
    expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
  }
  expect(existsSync(join(folder, "LICENSE"))).toBe(true);
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const links = [...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
}
