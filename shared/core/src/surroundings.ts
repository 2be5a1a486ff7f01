/** What a server process inherits from whoever started it. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The Node that runs the server. */
  readonly execPath: string;
}

/** Taken from `process` once, at the entry, so that everything below gets it as a parameter. */
export function surroundingsOf(process: Pick<NodeJS.Process, "cwd" | "env" | "platform" | "execPath">): Surroundings {
  return { cwd: process.cwd(), env: process.env, platform: process.platform, execPath: process.execPath };
}
