import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { pnpm } from "./pnpm.mjs";

const STAMP = join("node_modules", ".cache", "quartet", "built");
const BUNDLER = join("scripts", "bundle");
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
  const bundler = filesIn(root, BUNDLER).map((file) => join(BUNDLER, file));
  const inputs = packages.flatMap((folder) => [
    ...["package.json", "tsconfig.json"]
      .map((name) => join(folder, name))
      .filter((file) => existsSync(join(root, file))),
    ...sourcesOf(root, folder),
  ]);
  const results = packages.flatMap((folder) => resultOf(root, folder));
  return [fingerprint(root, [...ROOT_INPUTS, ...bundler, ...inputs]), ...results].join("\n");
}

function sourcesOf(root, folder) {
  const src = join(folder, "src");
  return filesIn(root, src)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(src, file));
}

/** Every file counts: a server of which one chunk is gone starts, and fails at the first call that needs it. */
function resultOf(root, folder) {
  const dist = join(folder, "dist");
  return filesIn(root, dist).map((file) => {
    const { size, mtimeMs } = statSync(join(root, dist, file));
    return `${join(dist, file)} ${size} ${mtimeMs}`;
  });
}

function filesIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true });
  return entries.filter((entry) => statSync(join(root, folder, entry)).isFile()).toSorted();
}
