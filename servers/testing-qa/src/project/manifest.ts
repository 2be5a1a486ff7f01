import { join } from "node:path";
import * as z from "zod";
import { readText } from "./read-text.ts";

const names = z.record(z.string(), z.string()).catch({});

const manifest = z.object({
  name: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  packageManager: z.string().optional().catch(undefined),
  scripts: names.default({}),
  dependencies: names.default({}),
  devDependencies: names.default({}),
});

/** The parts of a package.json that say how a project is tested. */
export type Manifest = z.output<typeof manifest>;

/** Reads a folder's package.json; a missing or broken one is an empty one, for a project may do without. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = (await readText(join(folder, "package.json"))) ?? "{}";
  return manifest.catch(manifest.parse({})).parse(parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is common in files from Windows.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return {};
  }
}
