import { setTimeout } from "node:timers/promises";
import type { CheckResult, Effect } from "@quartet/core";
import type { Instance } from "@quartet/core/host";
import type { Hosted } from "../hosting/hosted.ts";

export interface ToolView {
  readonly name: string;
  readonly title: string;
  readonly effect: Effect;
  readonly description: string;
}

/** A server as the page shows it. */
export interface ServerView {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly ready: boolean;
  readonly findings: readonly CheckResult[];
  readonly tools: readonly ToolView[];
}

/** A page must appear even when a check hangs. */
const CHECK_WITHIN_MS = 5_000;

export async function viewServer(server: Hosted, origin: string): Promise<ServerView> {
  const { name, path } = server;
  const url = `${origin}${path}/mcp`;
  if ("problem" in server) {
    const findings = [{ name: "start", ok: false, detail: server.problem }];
    return { name, title: name, description: "This server was not started.", url, ready: false, findings, tools: [] };
  }
  const { definition, tools } = server.instance;
  const findings = await checkInTime(server.instance);
  return {
    name,
    title: definition.title,
    description: definition.description,
    url,
    ready: findings.every(({ ok }) => ok),
    findings,
    tools: tools.map(({ name: tool, title, effect, description }) => ({ name: tool, title, effect, description })),
  };
}

async function checkInTime(instance: Instance): Promise<readonly CheckResult[]> {
  const late = { name: "check", ok: false, detail: `No result within ${CHECK_WITHIN_MS / 1000} seconds.` };
  return Promise.race([instance.check(), setTimeout(CHECK_WITHIN_MS, [late], { ref: false })]);
}
