import type { Writable } from "node:stream";

/**
 * Takes stdout for the protocol alone: whatever a plugin or a library prints from now on goes to stderr, since one stray
 * line would break the connection.
 */
export function ownStdout({
  stdout,
  stderr,
}: Pick<NodeJS.Process, "stdout" | "stderr">): Pick<Writable, "on" | "write" | "writableLength"> {
  const own = {
    write: stdout.write.bind(stdout),
    on: stdout.on.bind(stdout),
    get writableLength() {
      return stdout.writableLength;
    },
  };
  stdout.write = stderr.write.bind(stderr);
  return own;
}
