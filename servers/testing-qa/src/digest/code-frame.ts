import { realpath } from "node:fs/promises";
import { contains } from "../project/inside.ts";
import { readText } from "../project/read-text.ts";
import { cleanText } from "./clean-text.ts";
import type { Frame } from "./stack-frames.ts";

const AROUND = 2;
const MAX_LINE = 160;

/**
 * The lines around a place in the code, the place itself marked; nothing when the file is gone or shorter by now. The
 * place comes from a test's own text, so that it must be shown to lie in the folder, links followed.
 */
export async function codeFrame({ file, line }: Frame, folder: string): Promise<string | undefined> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !contains(folder, real)) return undefined;
  const lines = (await readText(real))?.split("\n") ?? [];
  if (line < 1 || line > lines.length) return undefined;
  const first = Math.max(1, line - AROUND);
  const shown = lines.slice(first - 1, line + AROUND);
  const width = String(line + AROUND).length;
  return shown
    .map((text, index) => {
      const number = first + index;
      return `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${cleanText(text, MAX_LINE).trimEnd()}`;
    })
    .join("\n");
}
