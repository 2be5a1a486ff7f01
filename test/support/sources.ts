import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import { ROOT } from "./targets.ts";

const Manifest = z.object({
  name: z.string(),
  version: z.string().optional(),
  license: z.string().optional(),
  private: z.boolean().optional(),
  type: z.string().optional(),
  files: z.array(z.string()).optional(),
  bin: z.record(z.string(), z.string()).optional(),
  exports: z.record(z.string(), z.unknown()).optional(),
  engines: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

export interface SourceFile {
  /** From the package's folder on, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports, statically or not, types included. */
  readonly imports: readonly string[];
  /** True of what only tests load. */
  readonly isTest: boolean;
}

export interface Package {
  /** `core`, `database` */
  readonly id: string;
  readonly kind: "servers" | "shared";
  readonly folder: string;
  readonly manifest: z.output<typeof Manifest>;
  readonly files: readonly SourceFile[];
}

const IMPORT =
  /^\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;

export function readPackages(): Package[] {
  return (["servers", "shared"] as const).flatMap((kind) =>
    readdirSync(join(ROOT, kind))
      .filter((id) => existsSync(join(ROOT, kind, id, "package.json")))
      .map((id) => readPackage(kind, id)),
  );
}

export function readManifest(folder: string): z.output<typeof Manifest> {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

function readPackage(kind: Package["kind"], id: string): Package {
  const folder = join(ROOT, kind, id);
  return { id, kind, folder, manifest: readManifest(folder), files: readSources(folder, "src") };
}

/** The TypeScript files below a folder. */
export function readSources(folder: string, below: string): SourceFile[] {
  return readdirSync(join(folder, below), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|[\\/])(node_modules|dist|fixtures)[\\/]/.test(file))
    .map((file) => {
      const path = join(below, file).replaceAll("\\", "/");
      const text = readFileSync(join(folder, path), "utf8");
      const imports = [...text.matchAll(IMPORT)].map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? "");
      return { path, text, imports, isTest: /\.(test|contract|fixture)\.ts$|fixture/.test(basename(file)) };
    });
}
