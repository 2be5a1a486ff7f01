import { readFile, stat } from "node:fs/promises";

const MAX_BYTES = 2 * 1024 * 1024;

/**
 * The text of an ordinary file of sensible size; undefined for anything else. Reading a pipe or a device that lies in
 * a project would never end.
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const { size, isOrdinary } = await look(path);
    return isOrdinary && size <= MAX_BYTES ? await readFile(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something stands at a path that is no ordinary file. */
export async function isOddity(path: string): Promise<boolean> {
  return look(path).then(
    ({ isOrdinary }) => !isOrdinary,
    () => false,
  );
}

async function look(path: string): Promise<{ size: number; isOrdinary: boolean }> {
  const found = await stat(path);
  return { size: found.size, isOrdinary: found.isFile() };
}
