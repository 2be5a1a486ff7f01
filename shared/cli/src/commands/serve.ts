import { createLogger, createPromMetrics, homeOf, onEnd, surroundingsOf } from "@quartet/core/host";
import { answers } from "../first-calls/answers.ts";
import { callOnce, type FirstCall } from "../first-calls/first-call.ts";
import { host, type Hosting } from "../hosting/host.ts";
import type { Command } from "./command.ts";
import { listenProblem } from "./listen-problem.ts";
import { createPaint } from "./paint.ts";
import { reportCalls, reportClients } from "./serve-report.ts";
import { readServeSettings, type ServeSettings, serveUsage } from "./serve-settings.ts";

/** Serves all servers on one port, calls each once, says what it answered and how to connect, and goes on serving. */
export const serve: Command = async (args, process) => {
  if (args.includes("--help")) {
    process.stdout.write(serveUsage());
    return;
  }
  const settings = readServeSettings(args, process.env);
  const hosting = await open(settings, process);
  const paint = createPaint(process.stdout, process.env);
  const calls = await Promise.all(hosting.servers.map((server) => firstCall(server, hosting.url, settings)));
  process.stdout.write(reportCalls(calls, hosting.url, paint));
  if (settings.once) {
    await hosting.close();
    process.exitCode = calls.every(({ ok }) => ok) ? 0 : 1;
    return;
  }
  const served = hosting.servers.filter((server) => "instance" in server);
  const endpoints = served.map(({ name, path }) => ({ name, url: `${hosting.url}${path}/mcp` }));
  process.stdout.write(reportClients(endpoints, { url: hosting.url, needsToken: settings.token !== undefined, paint }));
};

async function open(settings: ServeSettings, process: NodeJS.Process): Promise<Hosting> {
  const writeLog = (line: string): void => void process.stderr.write(line);
  const log = createLogger("quartet", settings.logLevel, writeLog);
  const surroundings = surroundingsOf(process);
  const { env } = surroundings;
  const home = homeOf({ QUARTET_HOME: settings.home });
  const options = { settings, surroundings, home, metrics: createPromMetrics(log), writeLog };
  const opening = host(options);
  // From the first moment on, so that Ctrl-C during the first calls ends just as cleanly.
  onEnd(process, log, async () => (await opening.catch(() => undefined))?.close());
  try {
    return await opening;
  } catch (error) {
    throw listenProblem(error, settings, env);
  }
}

async function firstCall(server: Hosting["servers"][number], url: string, settings: ServeSettings): Promise<FirstCall> {
  const { name, path } = server;
  if ("problem" in server) return { name, ok: false, tookMs: 0, lines: [server.problem] };
  return callOnce({ name, url: `${url}${path}/mcp`, token: settings.token?.reveal() }, answers[name]);
}
