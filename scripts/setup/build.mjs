import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { pnpm } from "./pnpm.mjs";

const STAMP = join("node_modules", ".cache", "quartet", "built");
const ROOT_INPUTS = ["pnpm-lock.yaml", "tsconfig.base.json", "turbo.json", join("scripts", "bundle.ts")];

/** Builds every package, doing nothing when sources and results are those of the last build. */
export async function build(root, steps, process) {
  if (isBuilt(root)) return;
  const doing = "Building the servers";
  await steps.run({ doing, done: "Servers built" }, () =>
    pnpm(["exec", "turbo", "run", "build", "--output-logs=errors-only", "--ui=stream"], { cwd: root, doing, process }),
  );
  mkdirSync(join(root, dirname(STAMP)), { recursive: true });
  writeFileSync(join(root, STAMP), state(root));
}

function isBuilt(root) {
  const stamp = join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === state(root);
}

/** Sources by content; results by size and time, which changes when someone else builds or deletes them. */
function state(root) {
  const packages = ["servers", "shared"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  );
  const inputs = packages.flatMap((folder) => [
    ...["package.json", "tsconfig.json"]
      .map((name) => join(folder, name))
      .filter((file) => existsSync(join(root, file))),
    ...sourcesOf(root, folder),
  ]);
  return [fingerprint(root, [...ROOT_INPUTS, ...inputs]), ...packages.map((folder) => resultOf(root, folder))].join(
    "\n",
  );
}

function sourcesOf(root, folder) {
  const src = join(folder, "src");
  if (!existsSync(join(root, src))) return [];
  return readdirSync(join(root, src), { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .toSorted()
    .map((name) => join(src, name));
}

function resultOf(root, folder) {
  const entry = join(root, folder, "dist", "index.js");
  if (!existsSync(entry)) return `${folder} not built`;
  const { size, mtimeMs } = statSync(entry);
  return `${folder} ${size} ${mtimeMs}`;
}
