import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { SetupFailure } from "./failures.mjs";
import { handOver } from "./hand-over.mjs";
import { checkWritable, install } from "./install.mjs";
import { createSteps } from "./steps.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What runs once the checkout is ready; `build` is done by then. */
const COMMANDS = {
  build: undefined,
  start: [join("shared", "cli", "dist", "index.js"), "serve"],
  test: [join("scripts", "test.ts")],
  check: [join("scripts", "check.ts")],
  soak: [join("scripts", "soak.ts")],
  bench: [join("scripts", "bench.ts")],
  docs: ["--conditions=@quartet/source", join("scripts", "generate-docs.ts")],
};

/** Prepares the checkout and runs the command; gives the exit code. */
export async function main(process) {
  const [name = "", ...args] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`Unknown command "${name}". Known: ${Object.keys(COMMANDS).join(", ")}.\n`);
    return 1;
  }
  try {
    const steps = createSteps(process.stdout);
    checkWritable(ROOT);
    const node = await install(ROOT, steps, process);
    await build(ROOT, steps, process);
    const command = COMMANDS[name];
    return command === undefined ? 0 : await handOver([node, ...command, ...args], { cwd: ROOT, process });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
