import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler } from "@modelcontextprotocol/server";
import type { CommonSettings } from "./common-settings.ts";
import { toError, ToolError } from "./errors.ts";
import { type HttpAddress, requireToken, urlOf } from "./http-address.ts";
import { createGate } from "./http-gate.ts";
import type { Instance } from "./instance.ts";
import type { Metrics } from "./metrics.ts";
import { protocolFactory } from "./protocol.ts";

/** One server on a port: its MCP endpoint is `<path>/mcp`. */
export interface Mount {
  readonly path: string;
  readonly instance: Instance;
}

export interface HttpOptions {
  readonly address: HttpAddress;
  readonly settings: Pick<CommonSettings, "token" | "allowedHosts" | "allowedOrigins">;
  readonly metrics: Metrics;
  readonly mounts: readonly Mount[];
  /** Servers that are wanted here and could not be opened; with one of them `/readyz` is not ready. */
  readonly absent?: readonly { readonly name: string; readonly problem: string }[];
  /** Further pages by path, such as `/`. */
  readonly pages?: Readonly<Record<string, RequestListener>>;
}

export interface HttpHandle {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /** Stops listening and ends the servers; calls under way are told and still answer. */
  close(): Promise<void>;
}

/** How long answers under way may take to leave once the work behind them has ended. */
const DRAIN_MS = 300;
const HEADERS_TIMEOUT_MS = 10_000;
/** How often connections are looked at for that; Node's own half minute would let idle ones keep everybody else out. */
const CONNECTIONS_CHECK_MS = 2_000;
const MAX_CONNECTIONS = 1_000;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Serves `<mount>/mcp`, `/healthz`, `/readyz` and `/metrics` on one port until closed. */
export async function listenHttp(options: HttpOptions): Promise<HttpHandle> {
  const { address, settings, mounts } = options;
  requireToken(address, settings.token);
  const { routes, closeHandlers } = buildRoutes(options);
  const gate = createGate(address.host, settings);
  const timing = { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CONNECTIONS_CHECK_MS };
  const server = createServer(timing, (request, response) => {
    // Not by `new URL`: it throws at targets such as `//`, which anybody may send.
    const [path = "/"] = (request.url ?? "/").split("?", 1);
    if (!gate(request, response, path)) return;
    const route = routes.get(path);
    if (route === undefined) answer(response, 404, `Nothing here. Known: ${[...routes.keys()].join(", ")}`);
    // Refused before it is read: breaking off in the middle would cost the client the answer.
    else if (Number(request.headers["content-length"]) > MAX_BODY_BYTES)
      answer(response, 413, `The body is longer than ${MAX_BODY_BYTES} bytes.`);
    else route(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, address);
  return {
    url: urlOf({ host: address.host, port }),
    async close() {
      const drained = once(server, "close");
      server.close();
      await Promise.all(mounts.map(({ instance }) => instance.close()));
      server.closeIdleConnections();
      await Promise.race([drained, delay(DRAIN_MS, undefined, { ref: false })]);
      await closeHandlers();
      server.closeAllConnections();
    },
  };
}

function buildRoutes({ mounts, metrics, absent = [], pages = {} }: HttpOptions): {
  routes: Map<string, RequestListener>;
  closeHandlers: () => Promise<void>;
} {
  const handlers = mounts.map(({ path, instance }) => {
    const { log } = instance;
    const onerror = (error: Error): void => log.debug({ err: error }, "protocol error");
    const handler = createMcpHandler(protocolFactory(instance), { onerror });
    // Node types optional headers as `undefined`, the adapter as absent; at run time they are the same.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const listener: RequestListener = toNodeHandler(handler, {
      onerror,
      maxRequestBodySize: MAX_BODY_BYTES,
    }) as RequestListener;
    return { path, handler, listener };
  });
  const instances = mounts.map(({ instance }) => instance);
  const routes = new Map<string, RequestListener>([
    ...Object.entries(pages),
    ["/healthz", forReading((_request, response) => answer(response, 200, "ok"))],
    ["/readyz", forReading((_request, response) => respond(response, () => readiness(instances, absent)))],
    ["/metrics", forReading((_request, response) => respond(response, () => exposition(instances, metrics)))],
  ]);
  for (const { path, listener } of handlers) routes.set(`${path}/mcp`, withoutTrace(listener));
  const closeHandlers = async (): Promise<void> => {
    await Promise.all(handlers.map(({ handler }) => handler.close()));
  };
  return { routes, closeHandlers };
}

function forReading(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") listener(request, response);
    else refuseMethod(response, "GET, HEAD");
  };
}

/** The protocol's handler knows all other methods; this one cannot be put into the web's own Request. */
function withoutTrace(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method === "TRACE") refuseMethod(response, "POST");
    else listener(request, response);
  };
}

function refuseMethod(response: ServerResponse, allow: string): void {
  response.setHeader("allow", allow);
  answer(response, 405, `Only ${allow} here.`);
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** Answers a plain route; a failure there is this request's alone. */
function respond(response: ServerResponse, work: () => Promise<Answer>): void {
  work().then(
    ({ status, body, type }) => answer(response, status, body, type),
    (error: unknown) => answer(response, 500, toError(error).message),
  );
}

export function answer(
  response: ServerResponse,
  status: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" }).end(`${body}\n`);
}

async function readiness(instances: readonly Instance[], absent: NonNullable<HttpOptions["absent"]>): Promise<Answer> {
  const opened = await Promise.all(
    instances.map(async (instance) => ({ server: instance.definition.name, checks: await instance.check() })),
  );
  const failed = absent.map(({ name, problem }) => ({
    server: name,
    checks: [{ name: "start", ok: false, detail: problem }],
  }));
  const servers = [...opened, ...failed];
  const ready = servers.every(({ checks }) => checks.every(({ ok }) => ok));
  return { status: ready ? 200 : 503, body: JSON.stringify({ ready, servers }), type: "application/json" };
}

async function exposition(instances: readonly Instance[], metrics: Metrics): Promise<Answer> {
  // Building the contexts registers what they collect; one that cannot be built shows in /readyz.
  await Promise.allSettled(instances.map((instance) => instance.context()));
  return { status: 200, body: await metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8" };
}

function listen(server: Server, { host, port }: HttpAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenFailure(error, { host, port })));
    server.listen({ host, port }, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}

function listenFailure(error: NodeJS.ErrnoException, address: HttpAddress): ToolError {
  const where = urlOf(address);
  switch (error.code ?? "") {
    case "EADDRINUSE":
      return new ToolError(
        "unavailable",
        `Port ${address.port} is taken. Choose another, for example --http ${address.host}:${address.port + 1}.`,
        { cause: error },
      );
    case "EACCES":
      return new ToolError("unavailable", `This user may not listen on ${where}. Choose a port above 1023.`, {
        cause: error,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new ToolError("unavailable", `${address.host} is no address of this machine. Use 127.0.0.1.`, {
        cause: error,
      });
    default:
      return new ToolError("unavailable", `Cannot listen on ${where}: ${error.message}`, { cause: error });
  }
}
