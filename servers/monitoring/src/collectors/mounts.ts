import { readText, type Roots } from "./kernel-files.ts";

export interface Mount {
  readonly device: string;
  readonly mountPoint: string;
  readonly type: string;
  /** Folder of the mounted file system that is seen here; `/` unless it is a bind mount or a cgroup namespace. */
  readonly root: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
}

/** The mounts that process 1 sees, or those of this process where it may not look. */
export async function readMounts(roots: Roots): Promise<readonly Mount[] | undefined> {
  const text = (await readText(roots.proc, "1/mountinfo")) ?? (await readText(roots.proc, "self/mountinfo"));
  return text === undefined ? undefined : parseMountinfo(text);
}

/** Reads /proc/<pid>/mountinfo; see proc(5). A `-` ends the optional fields. */
export function parseMountinfo(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.split(" ");
    const separator = fields.indexOf("-", 6);
    const [, , , root, mountPoint, options] = fields;
    const [type, device, superOptions] = fields.slice(separator + 1);
    if (separator < 0 || root === undefined || mountPoint === undefined || type === undefined) return [];
    return [
      {
        device: unescapePath(device ?? ""),
        mountPoint: unescapePath(mountPoint),
        type,
        root: unescapePath(root),
        options: (options ?? "").split(","),
        superOptions: (superOptions ?? "").split(","),
      },
    ];
  });
}

/** The kernel writes space, tab, newline, backslash and # as octal escapes. Bytes above 127 come as they are. */
export function unescapePath(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));
}
