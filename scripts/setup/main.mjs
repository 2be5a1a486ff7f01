import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { SetupFailure } from "./failures.mjs";
import { handOver } from "./hand-over.mjs";
import { checkWritable, install } from "./install.mjs";
import { createSteps } from "./steps.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const SOURCE = "--conditions=@quartet/source";

/** What runs once the checkout is ready. Commands that work from sources alone need no build. */
const COMMANDS = {
  build: {},
  start: { argv: [join("shared", "cli", "dist", "index.js"), "serve"] },
  test: { argv: [join("scripts", "test.ts")] },
  check: { argv: [join("scripts", "check.ts")] },
  soak: { argv: [join("scripts", "soak.ts")] },
  bench: { argv: [join("scripts", "bench.ts")] },
  docs: { argv: [SOURCE, join("scripts", "generate-docs.ts")], fromSources: true },
  format: { argv: [join("node_modules", "oxfmt", "bin", "oxfmt"), "."], fromSources: true },
  // stdout is the server's, for the protocol.
  dev: { argv: [join("scripts", "dev.ts")], fromSources: true, stepsTo: "stderr" },
};

/** Prepares the checkout and runs the command; gives the exit code. */
export async function main(process) {
  const [name = "", ...args] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`Unknown command "${name}". Known: ${Object.keys(COMMANDS).join(", ")}.\n`);
    return 1;
  }
  try {
    const { argv, fromSources = false, stepsTo = "stdout" } = COMMANDS[name];
    const steps = createSteps(process[stepsTo]);
    checkWritable(ROOT);
    const node = await install(ROOT, steps, process);
    if (!fromSources) await build(ROOT, steps, process);
    return argv === undefined ? 0 : await handOver([node, ...argv, ...args], { cwd: ROOT, process });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
