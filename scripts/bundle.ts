// Builds the server in the current folder: each entry bundled, natives and optional drivers left outside.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import * as z from "zod";
import { licenseFile, thirdPartiesOf } from "./bundle/third-party.ts";

/** The oldest Node that any entry meets: reporters run in the project's own. */
const TARGET = "node20";
const ENTRY = /(^|\/)[a-z-]+\.(worker|reporter)\.ts$/;

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const { dependencies } = Manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));

function findEntries(): Record<string, string> {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  const more = files.filter((file) => ENTRY.test(file));
  const entries = [...["index.ts", "server.ts"].filter((file) => files.includes(file)), ...more];
  return Object.fromEntries(entries.map((file) => [basename(file, ".ts"), join("src", file)]));
}

const bundle = await rolldown({
  input: findEntries(),
  external,
  platform: "node",
  resolve: { conditionNames: ["@quartet/source", "node", "import", "default"] },
  transform: { target: TARGET },
  treeshake: { moduleSideEffects: true },
});
const { output } = await bundle.write({
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  // Beside the entries, because shared code names worker and reporter files relative to itself.
  chunkFileNames: "[name]-[hash].js",
  minify: { compress: { target: TARGET }, mangle: false, codegen: { removeWhitespace: true } },
});
await bundle.close();

const LICENSES = "THIRD-PARTY-LICENSES.txt";
const bundled = output
  .flatMap((file) => (file.type === "chunk" ? Object.entries(file.modules) : []))
  .flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []));
const keptFolder = fileURLToPath(new URL("bundle/licenses", import.meta.url));
writeFileSync(join("dist", LICENSES), licenseFile(thirdPartiesOf(bundled, keptFolder)));

// Only what an earlier build left over goes, so that a server can be started while it is built anew.
const written = new Set([LICENSES, ...output.map(({ fileName }) => fileName)]);
for (const file of readdirSync("dist")) if (!written.has(file)) rmSync(join("dist", file), { recursive: true });
