/** What a project's own script adds to `node --test`. */
export interface NodeTestScript {
  /** Options of Node, such as a loader for TypeScript. */
  readonly options: readonly string[];
  /** Files or globs. */
  readonly patterns: readonly string[];
}

/** Options that decide whether the tests load at all; everything else about a run is ours to say. */
const WITH_VALUE = new Set([
  "--import",
  "--require",
  "-r",
  "--loader",
  "--experimental-loader",
  "--conditions",
  "-C",
  "--env-file",
]);
const ALONE =
  /^--(?:experimental-[\w-]+|no-[\w-]+|enable-source-maps|expose-gc|disable-warning=\S+|preserve-symlinks)$/;
const REPLACED = /^--(?:experimental-test-coverage|no-test)/;
/** Anything that needs a shell to understand; quotes are taken off, not interpreted. */
const SHELL = /[;&|<>`$\\()]/;

/** Reads the script that runs `node --test`; undefined when there is none that can be understood. */
export function readNodeTestScript(scripts: Readonly<Record<string, string>>): NodeTestScript | undefined {
  const wanted = Object.entries(scripts).filter(([, script]) => /^node\b.*\s--test(?=\s|$)/.test(script));
  const script = (wanted.find(([name]) => name === "test") ?? wanted[0])?.[1];
  return script === undefined || SHELL.test(script) ? undefined : parse(words(script).slice(1));
}

function parse(args: readonly string[]): NodeTestScript {
  const options: string[] = [];
  const patterns: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    const name = word.split("=")[0] ?? "";
    if (WITH_VALUE.has(name)) {
      options.push(word);
      if (!word.includes("=")) options.push(args[(at += 1)] ?? "");
    } else if (ALONE.test(word) && !REPLACED.test(word)) options.push(word);
    else if (!word.startsWith("-")) patterns.push(word);
  }
  return { options, patterns };
}

function words(script: string): string[] {
  return [...script.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
