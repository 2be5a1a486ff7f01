import process from "node:process";
import type { ChildProcess } from "node:child_process";
import type { Setup } from "@quartet/core";
import type * as z from "zod";
import type { config } from "./config.ts";
import { Notes } from "./notes.ts";

export interface Context {
  readonly greeting: string;
  readonly pageSize: number;
  readonly notes: Notes;
  readonly children: Set<ChildProcess>;
}

export function createContext({
  config: { greeting, pageSize },
  home,
  onClose,
}: Setup<z.output<typeof config>>): Context {
  const children = new Set<ChildProcess>();
  onClose(() => {
    for (const child of children) killGroup(child);
  });
  return { greeting, pageSize, notes: new Notes(home), children };
}

/** Ends a detached child together with its own children. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
