import { randomBytes } from "node:crypto";
import { findProject, openStore, type Store } from "@quartet/bus";
import type { Setup } from "@quartet/core";
import type { Config } from "./config.ts";

/** What a tool of this server may use. */
export interface Context {
  /** The store; opened at the first call, and tried again as long as it cannot be opened. */
  readonly store: () => Promise<Store>;
  /** What this process calls itself in everything it writes. */
  readonly by: string;
  /** Real path of the project's root, unless the namespace was set by name. */
  readonly projectRoot: string | undefined;
}

export function buildContext({ config, home, log, onClose }: Setup<Config>): Context {
  const project = config.namespace === undefined ? findProject(config.project) : undefined;
  const namespace = config.namespace ?? project?.namespace ?? "";
  let opening: Promise<Store> | undefined;

  async function open(): Promise<Store> {
    try {
      return await openStore({ kind: config.store, home, namespace, log });
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  onClose(async () => {
    const store = await opening?.catch(() => undefined);
    await store?.close();
  });
  return {
    store: () => (opening ??= open()),
    by: config.agent ?? `agent-${randomBytes(3).toString("hex")}`,
    projectRoot: project?.root,
  };
}
