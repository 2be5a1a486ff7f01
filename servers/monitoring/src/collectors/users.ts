import { readText, type Roots } from "./kernel-files.ts";

/** User names by uid from the machine's own file; users of a directory service stay numbers. */
export async function readUserNames(roots: Roots): Promise<ReadonlyMap<string, string>> {
  return parsePasswd((await readText(roots.rootfs, "etc/passwd")) ?? "");
}

/** The first name of a uid wins, as in getpwuid(3). */
function parsePasswd(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [name, , uid] = line.split(":");
    if (name && uid && /^\d+$/.test(uid) && !names.has(uid)) names.set(uid, name);
  }
  return names;
}
