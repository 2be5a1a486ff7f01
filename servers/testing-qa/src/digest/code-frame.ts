import { readSource } from "../listing/list-files.ts";
import type { Frame } from "./stack-frames.ts";

const AROUND = 2;
const MAX_LINE = 160;

/** The lines around a place in the code, the place itself marked; nothing when the file is gone or shorter by now. */
export async function codeFrame({ file, line }: Frame): Promise<string | undefined> {
  const lines = (await readSource(file)).split("\n");
  if (line < 1 || line > lines.length) return undefined;
  const first = Math.max(1, line - AROUND);
  const shown = lines.slice(first - 1, line + AROUND);
  const width = String(line + AROUND).length;
  return shown
    .map((text, index) => {
      const number = first + index;
      return `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${text.trimEnd().slice(0, MAX_LINE)}`;
    })
    .join("\n");
}
