import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";
import { noPermission, SetupFailure } from "./failures.mjs";
import { canRun, TO_RUN } from "./node-version.mjs";
import { pnpm } from "./pnpm.mjs";

const STAMP = join("node_modules", ".cache", "quartet", "installed");
const INPUTS = ["pnpm-lock.yaml", "pnpm-workspace.yaml"];

export function checkWritable(root) {
  for (const folder of [root, join(root, "node_modules")]) {
    if (existsSync(folder) && !isWritable(folder)) throw new SetupFailure(noPermission(folder));
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Brings node_modules in line with the lockfile, doing nothing when it is; gives the Node to run on. */
export async function install(root, steps, process) {
  if (!isInstalled(root)) {
    rmSync(join(root, STAMP), { force: true });
    const doing = "Installing packages";
    await steps.run({ doing, done: "Packages installed" }, () =>
      pnpm(["install", "--frozen-lockfile", "--prefer-offline"], { cwd: root, doing, process }),
    );
    mkdirSync(join(root, dirname(STAMP)), { recursive: true });
    writeFileSync(join(root, STAMP), fingerprint(root, INPUTS));
  }
  return nodeToRunOn(root, process);
}

function isInstalled(root) {
  if (!existsSync(join(root, "node_modules", ".modules.yaml"))) return false;
  return read(join(root, STAMP)) === fingerprint(root, INPUTS) || hasSameLock(root);
}

/** pnpm keeps the lockfile of what it installed last: true also after an install by hand. */
function hasSameLock(root) {
  return read(join(root, "node_modules", ".pnpm", "lock.yaml")) === read(join(root, "pnpm-lock.yaml"));
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/**
 * The Node from the lockfile, or the machine's where npm has none for this platform. That one is linked in its place,
 * so that the client settings in the repository work there too.
 */
function nodeToRunOn(root, process) {
  const own = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  if (existsSync(own)) return own;
  const { node } = process.versions;
  if (!canRun(node)) {
    throw new SetupFailure(
      `Quartet runs on Node ${TO_RUN.join(".")} or newer, npm has none for ${process.platform}-${process.arch}, and this is Node ${node}. Install a current Node and run the command again.`,
    );
  }
  if (process.platform !== "win32") {
    mkdirSync(dirname(own), { recursive: true });
    rmSync(own, { force: true });
    symlinkSync(process.execPath, own);
  }
  return process.execPath;
}
