import { sep } from "node:path";
import * as z from "zod";
import { shownPath } from "../project/inside.ts";
import { cleanText, shorten } from "./clean-text.ts";
import type { Cluster } from "./cluster.ts";
import { codeFrame } from "./code-frame.ts";

/** One cause as a caller reads it. */
export const failureCluster = z.object({
  count: z.int().describe("Failures with this cause"),
  kind: z.enum(["test", "load", "hook", "unhandled", "exit"]),
  message: z.string(),
  diff: z.string().optional(),
  at: z.string().optional().describe("file:line that threw"),
  code: z.string().optional(),
  tests: z.array(z.string()).describe("Ids; the first is the one shown"),
});
export type FailureCluster = z.output<typeof failureCluster>;

export interface Digest {
  readonly clusters: FailureCluster[];
  /** Causes that did not fit. */
  readonly omitted: number;
}

const MAX_MEMBERS = 12;

/** The causes in full as long as they fit into `maxBytes`, the heaviest first; always at least one. */
export async function digest(clusters: readonly Cluster[], folder: string, maxBytes: number): Promise<Digest> {
  const shown: FailureCluster[] = [];
  let sizeBytes = 0;
  for (const cluster of clusters) {
    const described = within(maxBytes, await describeCluster(cluster, folder));
    sizeBytes += Buffer.byteLength(JSON.stringify(described));
    if (shown.length > 0 && sizeBytes > maxBytes) break;
    shown.push(described);
  }
  return { clusters: shown, omitted: clusters.length - shown.length };
}

/** A single cause that is too much for the whole budget keeps what identifies it. */
function within(maxBytes: number, described: FailureCluster): FailureCluster {
  if (Buffer.byteLength(JSON.stringify(described)) <= maxBytes) return described;
  const { count, kind, message, at, tests } = described;
  const short = tests.slice(0, 2).map((id) => id.slice(0, 150));
  return { count, kind, message: shorten(message, 200, 4), ...(at === undefined ? {} : { at }), tests: short };
}

async function describeCluster({ failures }: Cluster, folder: string): Promise<FailureCluster> {
  const [shown] = failures;
  const { error, frames, kind } = shown;
  const frame = frames[0];
  const message = shorten(fromFolder(error.message, folder), 800, 24);
  const diff = error.diff === undefined ? undefined : shorten(fromFolder(error.diff, folder), 1_200, 30);
  const code = frame === undefined ? undefined : await codeFrame(frame, folder);
  return {
    count: failures.length,
    kind,
    message: error.name === undefined || message.startsWith(error.name) ? message : `${error.name}: ${message}`,
    ...(diff === undefined ? {} : { diff }),
    ...(frame === undefined ? {} : { at: cleanText(`${shownPath(folder, frame.file)}:${frame.line}`) }),
    ...(code === undefined ? {} : { code }),
    tests: failures.slice(0, MAX_MEMBERS).map(({ id }) => id),
  };
}

/** Paths inside the project as short as they are elsewhere in the answer. */
function fromFolder(text: string, folder: string): string {
  return cleanText(text).replaceAll(`${folder}${sep}`, "").trim();
}
