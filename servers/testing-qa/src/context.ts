import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createPublisher, findProject, openStore, type Publisher, type Store } from "@quartet/bus";
import type { Setup } from "@quartet/core";
import { ToolError } from "@quartet/core";
import type { Config } from "./config.ts";
import { testEnvironment } from "./process/test-environment.ts";
import { resolveInside } from "./project/inside.ts";
import { isOddity } from "./project/read-text.ts";
import { readManifest } from "./project/manifest.ts";
import { findProjectNode } from "./project/project-node.ts";
import type { Project } from "./runners/runner.ts";
import { TestRuns } from "./runs/test-runs.ts";

/** What a tool may use. */
export interface Context {
  /** Real path of the folder that everything happens in. */
  readonly root: string;
  readonly timeoutMs: number;
  readonly maxTimeoutMs: number;
  readonly runs: TestRuns;
  /** Tells other agents and editors of the project what happened. */
  readonly events: Publisher;
  /** Opens a project by its path below the root. */
  openProject(path: string): Promise<Project>;
}

/** With the default deadline and the grace, less than the 60 s after which common clients give up. */
const QUEUE_WAIT_MS = 10_000;
const GRACE_MS = 3_000;

export async function createContext({ config, home, log, surroundings, onClose }: Setup<Config>): Promise<Context> {
  const root = await realRoot(resolve(surroundings.cwd, config.root));
  const nodePath = settledPath(config.nodePath, surroundings.cwd);
  const runs = new TestRuns({
    lockFolder: join(home, "testing-qa", "locks"),
    env: testEnvironment(surroundings, config.passEnv),
    waitMs: QUEUE_WAIT_MS,
    graceMs: GRACE_MS,
  });
  const { namespace } = findProject(root);
  const open = (): Promise<Store> => openStore({ kind: "auto", home, namespace, log });
  const events = createPublisher({ open, source: "testing-qa", log });
  onClose(() => events.close());
  onClose(async () => runs.close());
  return {
    root,
    timeoutMs: Math.min(config.timeoutMs, config.maxTimeoutMs),
    maxTimeoutMs: config.maxTimeoutMs,
    runs,
    events,
    async openProject(path) {
      const folder = await resolveInside(path, { root, base: root, field: "project", kind: "folder" });
      await refuseOddManifest(folder);
      const node = await findProjectNode(folder, nodePath, surroundings);
      return { folder, manifest: await readManifest(folder), node };
    },
  };
}

/** A relative path means the folder that the server was started in, not the project that the tests run in. */
function settledPath(nodePath: string, cwd: string): string {
  return /[\\/]/.test(nodePath) ? resolve(cwd, nodePath) : nodePath;
}

/** Node's own search for packages would wait for ever for a pipe to say something. */
async function refuseOddManifest(folder: string): Promise<void> {
  if (!(await isOddity(join(folder, "package.json")))) return;
  throw new ToolError("unavailable", "project: its package.json is not an ordinary file.", {
    hint: "Replace it by a file, then call again.",
  });
}

async function realRoot(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new ToolError("unavailable", "The folder named by the setting `root` does not exist.", {
      hint: "Set TESTING_QA_ROOT to the folder of your project.",
      cause: error,
    });
  }
}
