import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { CheckFailure } from "./failure.ts";

/** Connects to the first of these addresses that accepts, as clients do, without asking DNS again. */
export async function connectTcp(
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
): Promise<{ socket: net.Socket; address: string }> {
  if (addresses.length === 0) throw new CheckFailure("down", "The name has no address in DNS.", { code: "ENODATA" });
  signal.throwIfAborted();
  const pinned = addresses.map((address) => ({ address, family: net.isIP(address) }));
  const socket = net.connect({
    // Never resolved: the addresses are those that were judged.
    host: "pinned.invalid",
    port,
    autoSelectFamily: true,
    lookup: (_hostName, _options, give) => give(null, pinned),
  });
  await untilEvent(socket, "connect", signal);
  return { socket, address: socket.remoteAddress ?? addresses[0] ?? "" };
}

/** Shakes hands whatever the certificate, so that the check can report it; the caller looks at `authorized` before it sends. */
export async function startTls(socket: net.Socket, hostName: string, signal: AbortSignal): Promise<tls.TLSSocket> {
  // An address is no name to ask for, but certificates can hold it.
  const servername = net.isIP(hostName) ? {} : { servername: hostName };
  const secure = tls.connect({
    socket,
    host: hostName,
    rejectUnauthorized: false,
    ALPNProtocols: ["http/1.1"],
    ...servername,
  });
  await untilEvent(secure, "secureConnect", signal);
  return secure;
}

/** Waits for one event of a socket, which is destroyed when anything else happens first. */
async function untilEvent(socket: net.Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<void> {
  const closed = new CheckFailure("down", "The target closed the connection.", { code: "ECONNRESET" });
  const listening = new AbortController();
  try {
    signal.throwIfAborted();
    await Promise.race([
      once(socket, event, { signal: listening.signal }),
      once(socket, "close", { signal: listening.signal }).then(() => Promise.reject(closed)),
      once(signal, "abort", { signal: listening.signal }).then(() => Promise.reject(signal.reason as unknown)),
    ]);
  } catch (error) {
    // Later errors of a socket given up have nobody to go to.
    socket.on("error", () => undefined).destroy();
    throw error;
  } finally {
    listening.abort();
  }
}
