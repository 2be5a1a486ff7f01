import { fileURLToPath } from "node:url";
import { contains } from "../project/inside.ts";

export interface Frame {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
}

/** No path is longer, and the search for a place takes time that grows with the square of the length. */
const MAX_LINE = 1_000;
const PLACE = /(?:^|[\s(])((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\n()]*?):(\d+):\d+\)?$/;

/** The frames of a stack that lie in the project's own code, the innermost first. */
export function projectFrames(stack: string, folder: string): Frame[] {
  return stack.split("\n").flatMap((text) => {
    const [, place, line] = text.length > MAX_LINE ? [] : (PLACE.exec(text.trimEnd()) ?? []);
    const file = place === undefined ? undefined : pathOf(place);
    const own = file !== undefined && contains(folder, file) && !/[\\/]node_modules[\\/]/.test(file);
    return own ? [{ file, line: Number(line) }] : [];
  });
}

function pathOf(place: string): string | undefined {
  try {
    return place.startsWith("file://") ? fileURLToPath(place.replace(/\?.*$/, "")) : place.replace(/\?[\w=&.]*$/, "");
  } catch {
    return undefined;
  }
}
