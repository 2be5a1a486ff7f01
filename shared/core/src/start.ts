import module from "node:module";
import type { ServerDefinition } from "./server.ts";

/** The oldest Node with everything Quartet builds on; older ones crash in native modules without a message. */
const MINIMUM = [22, 18] as const;

/** How long after the start the compile cache is written: after the opening exchange, before short sessions end. */
const FLUSH_AFTER_MS = 1_500;

/**
 * Entry of every server. It loads nothing before the Node version is known to be good, and keeps compiled code for the
 * next start, which is most of what starting costs.
 */
export async function start(process: NodeJS.Process, load: () => Promise<{ server: ServerDefinition }>): Promise<void> {
  requireNode(process);
  const [{ serve }, { server }] = await Promise.all([import("./serve.ts"), load()]);
  setTimeout(() => module.flushCompileCache(), FLUSH_AFTER_MS).unref();
  await serve(server, process);
}

/** Ends the process with one readable line on a Node that is too old; otherwise turns the compile cache on. */
export function requireNode(process: NodeJS.Process): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    process.stderr.write(
      `Quartet needs Node ${MINIMUM.join(".")} or newer; this is ${process.versions.node}. Install a current Node and start again.\n`,
    );
    process.exit(1);
  }
  module.enableCompileCache();
}
