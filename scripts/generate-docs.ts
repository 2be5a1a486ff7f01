// Writes the generated parts of the docs from the code; with --check it only says what is out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { settingsSchema } from "@quartet/core/host";
import * as z from "zod";
import { VERSION as cliVersion } from "../shared/cli/src/version.ts";
import { installSection, packageInstallSection, serverTable } from "./docs/install-links.ts";
import { fillManifest } from "./docs/manifest.ts";
import { fillSections, unfilledSections } from "./docs/sections.ts";
import { SERVERS } from "./docs/servers.ts";
import { resourceTable, settingTable, toolTable } from "./docs/tables.ts";

const checkOnly = process.argv.includes("--check");
const root = fileURLToPath(new URL("..", import.meta.url));
const problems: string[] = [];

fillPage("README.md", { servers: serverTable(SERVERS) });
for (const server of SERVERS) {
  const sections = {
    tools: toolTable(server),
    resources: resourceTable(server),
    settings: settingTable(server),
  };
  fillPage(`docs/${server.name}.md`, { ...sections, install: installSection(server) });
  fillPage(`servers/${server.name}/README.md`, { ...sections, install: packageInstallSection(server) });
  write(`servers/${server.name}/config.schema.json`, `${JSON.stringify(settingsJsonSchema(server), null, 2)}\n`);
  const { version, description } = server;
  fill(`servers/${server.name}/package.json`, (text) => fillManifest(text, { version, description }));
}
fill("shared/cli/package.json", (text) => fillManifest(text, { version: cliVersion }));

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

function fillPage(path: string, sections: Readonly<Record<string, string>>): void {
  fill(path, (page) => {
    for (const name of unfilledSections(page, sections)) problems.push(`${path}: nothing fills the section "${name}"`);
    return fillSections(page, sections);
  });
}

function fill(path: string, change: (text: string) => string): void {
  if (existsSync(root + path)) write(path, change(readFileSync(root + path, "utf8")));
  else problems.push(`${path}: is missing`);
}

function write(path: string, content: string): void {
  const current = existsSync(root + path) ? readFileSync(root + path, "utf8") : undefined;
  if (current === content) return;
  if (checkOnly) problems.push(`${path}: out of date; run \`npm run docs\``);
  else {
    writeFileSync(root + path, content);
    console.log(`wrote ${path}`);
  }
}

/** Schema of the file given with --config, for editors. */
function settingsJsonSchema(server: (typeof SERVERS)[number]): object {
  const schema = settingsSchema(server).extend({ $schema: z.string().optional() });
  return { title: `Settings of the Quartet ${server.name} server`, ...z.toJSONSchema(schema, { io: "input" }) };
}
