import http from "node:http";
import type { Socket } from "node:net";
import { describeCertificate } from "./certificate.ts";
import { connectTcp, startTls } from "./connect.ts";
import { CheckFailure } from "./failure.ts";
import { type CheckRun, resolveWithin } from "./run.ts";

export interface HopRequest {
  readonly url: URL;
  /** The address whose user name and password may be sent on this hop. */
  readonly credentials: URL | undefined;
  readonly method: "GET" | "HEAD";
  readonly verifyTls: boolean;
}

/** One request over a connection of its own: resolve, connect, shake hands, send, wait for the head of the answer. */
export async function requestHop(request: HopRequest, run: CheckRun): Promise<http.IncomingMessage> {
  const { url } = request;
  const { trace, signal } = run;
  const hostName = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await resolveWithin(run, hostName);
  const usualPort = url.protocol === "https:" ? 443 : 80;
  const port = url.port === "" ? usualPort : Number(url.port);
  const { socket, address } = await trace.time("connectMs", connectTcp(addresses, port, signal));
  trace.address = address;
  const channel = url.protocol === "https:" ? await secure(socket, hostName, request, run) : socket;
  const response = await trace.time("firstByteMs", send(request, channel, signal));
  trace.status = response.statusCode;
  return response;
}

/** Nothing is sent to a target whose certificate does not hold, unless the caller said so. */
async function secure(socket: Socket, hostName: string, request: HopRequest, run: CheckRun): Promise<Socket> {
  const { trace, signal } = run;
  const channel = await trace.time("tlsMs", startTls(socket, hostName, signal));
  trace.tls = describeCertificate(channel, Date.now());
  if (channel.authorized || !request.verifyTls) return channel;
  channel.on("error", () => undefined).destroy();
  throw new CheckFailure("down", "The certificate is not to be trusted.", { code: trace.tls.problem ?? "UNTRUSTED" });
}

async function send(request: HopRequest, channel: Socket, signal: AbortSignal): Promise<http.IncomingMessage> {
  if (signal.aborted) channel.on("error", () => undefined).destroy();
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const sent = http.request({
      createConnection: () => channel,
      method: request.method,
      path: `${request.url.pathname}${request.url.search}`,
      headers: headersFor(request),
      setHost: false,
    });
    const onAbort = (): void => void sent.destroy(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    sent.once("response", resolve);
    // A target may answer 101 or close in the middle; both end here too.
    sent.on("upgrade", () => reject(new CheckFailure("down", "The target switched protocols.", { code: "UPGRADE" })));
    sent.on("error", reject);
    sent.once("close", () => signal.removeEventListener("abort", onAbort));
    sent.end();
  });
}

function headersFor({ url, credentials }: HopRequest): http.OutgoingHttpHeaders {
  return {
    host: url.host,
    "user-agent": "quartet-monitoring",
    accept: "*/*",
    // The text that is looked for must be readable as it comes.
    "accept-encoding": "identity",
    connection: "close",
    ...(credentials?.username && { authorization: basicAuth(credentials) }),
  };
}

function basicAuth({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString("base64")}`;
}

/** A lone percent sign is valid in a URL's user name and is then meant as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
