import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Collector } from "./collector.ts";
import type { Roots } from "./kernel-files.ts";
import { type Mount, readMounts } from "./mounts.ts";

export interface FilesystemSample {
  readonly device: string;
  readonly mountPoint: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** Absent when the file system did not answer: a dead network mount, or no permission. */
  readonly space?: FilesystemSpace;
}

export interface FilesystemSpace {
  readonly sizeBytes: number;
  readonly freeBytes: number;
  /** Free to users other than root. */
  readonly availableBytes: number;
  readonly files?: number;
  readonly filesFree?: number;
}

/** What node_exporter leaves out by default, so that dashboards and rules fit both; efivarfs holds no files either. */
const PSEUDO_TYPES =
  /^(?:autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|efivarfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs)$/;
const SYSTEM_MOUNTS =
  /^\/(?:dev|proc|run\/credentials\/.+|sys|var\/lib\/docker\/.+|var\/lib\/containers\/storage\/.+)(?:$|\/)/;

/** A hung network mount never answers, and each question to it holds one of Node's few file threads. */
const ANSWER_WITHIN_MS = 2_000;

export function filesystemCollector(roots: Roots): Collector<readonly FilesystemSample[]> {
  const pending: Pending = new Map();
  return {
    collect: async () => {
      const mounts = await readMounts(roots);
      if (mounts === undefined) return undefined;
      return await Promise.all(visibleMounts(mounts).map(async (mount) => measure(mount, roots, pending)));
    },
  };
}

/** Real file systems, the last mounted where several cover each other at one mount point. */
function visibleMounts(mounts: readonly Mount[]): readonly Mount[] {
  const real = mounts.filter(({ type, mountPoint }) => {
    // The root of a container is an overlay: the one overlay whose space is news.
    if (type === "overlay" && mountPoint === "/") return true;
    return !PSEUDO_TYPES.test(type) && !SYSTEM_MOUNTS.test(mountPoint);
  });
  return [...new Map(real.map((mount) => [mount.mountPoint, mount])).values()];
}

/** Questions without an answer yet, by mount point: whoever asks next waits for the same one. */
type Pending = Map<string, Promise<FilesystemSpace | undefined>>;

async function measure(mount: Mount, roots: Roots, pending: Pending): Promise<FilesystemSample> {
  const { device, mountPoint, type } = mount;
  const space = await answerOf(mountPoint, roots, pending);
  return { device, mountPoint, type, readOnly: mount.options.includes("ro"), ...(space && { space }) };
}

async function answerOf(mountPoint: string, roots: Roots, pending: Pending): Promise<FilesystemSpace | undefined> {
  const answer =
    pending.get(mountPoint) ?? spaceOf(join(roots.rootfs, mountPoint)).finally(() => pending.delete(mountPoint));
  pending.set(mountPoint, answer);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, undefined);
  });
  return await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}

async function spaceOf(path: string): Promise<FilesystemSpace | undefined> {
  try {
    const stats = await statfs(path);
    return {
      sizeBytes: stats.blocks * stats.bsize,
      freeBytes: stats.bfree * stats.bsize,
      availableBytes: stats.bavail * stats.bsize,
      files: stats.files,
      filesFree: stats.ffree,
    };
  } catch {
    // Gone, forbidden, stale, not connected: one mount that cannot be asked must not hide the others.
    return undefined;
  }
}
