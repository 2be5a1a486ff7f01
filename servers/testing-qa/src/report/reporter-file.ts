import { readFile, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files that a reporter imports, relative to `src`; they travel with it when it is taken from the sources. */
const SHARED = ["report/report-writer.ts", "runners/early-exit.ts"];

/**
 * The path of code that runs in the tested project's Node, `vitest.reporter` or the like. Beside the bundle it is a
 * ready `.js` file. Beside the sources it is TypeScript, which an older Node cannot load and Vitest would transform by
 * the project's settings: there it is stripped into `folder`, with what it imports.
 */
export async function reporterFile(name: string, folder: string): Promise<string> {
  if (!import.meta.url.endsWith(".ts")) return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const entry = `runners/${name}.ts`;
  await Promise.all([entry, ...SHARED].map(async (source) => writeStripped(source, folder)));
  return join(folder, flatName(entry));
}

async function writeStripped(source: string, folder: string): Promise<void> {
  const typed = await readFile(new URL(`../${source}`, import.meta.url), "utf8");
  const plain = stripTypeScriptTypes(typed).replaceAll(/from "[./]+(?:[\w-]+\/)?([\w.-]+)\.ts"/g, 'from "./$1.mjs"');
  await writeFile(join(folder, flatName(source)), plain);
}

function flatName(source: string): string {
  return source.replace(/^.*\//, "").replace(/\.ts$/, ".mjs");
}
