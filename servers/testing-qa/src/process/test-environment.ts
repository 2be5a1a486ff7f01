import type { Surroundings } from "@quartet/core";

/** What programs need to find themselves and their user; nothing that could hold a secret. */
const BASIC = `
  PATH HOME USER LOGNAME SHELL LANG TZ TERM TMPDIR TMP TEMP
  XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
  SystemRoot SystemDrive windir ComSpec PATHEXT USERPROFILE APPDATA LOCALAPPDATA ProgramData
`
  .trim()
  .split(/\s+/);

/** Turns off colours, watch mode, prompts and the writing of snapshots. */
const FIXED = { CI: "1", NO_COLOR: "1" };

/** The environment of a test run: an allow-list of the server's own, never anything a caller sends. */
export function testEnvironment({ env }: Surroundings, passEnv: readonly string[]): Record<string, string> {
  const wanted = new Set([...BASIC, ...passEnv].map((name) => name.toUpperCase()));
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (wanted.has(entry[0].toUpperCase()) || entry[0].startsWith("LC_")),
  );
  return { ...Object.fromEntries(kept), ...FIXED };
}
