import process from "node:process";

/** What the server inherits from whoever started it; children get a filtered part of it. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly execPath: string;
}

/** Read here and nowhere else, so that everything below takes its surroundings as a parameter. */
export function readSurroundings(): Surroundings {
  return { cwd: process.cwd(), env: process.env, platform: process.platform, execPath: process.execPath };
}
