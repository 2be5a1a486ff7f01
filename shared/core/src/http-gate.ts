import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { hostHeaderValidation, originValidation } from "@modelcontextprotocol/node";
import type { CommonSettings } from "./common-settings.ts";
import type { Secret } from "./secret.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Says whether a request may pass; when not, it has been answered. */
export type Gate = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/**
 * Every route checks Host and Origin against the allow-lists, so that no web page can reach a server on loopback (DNS
 * rebinding), and the bearer token where one is set. Only `/healthz` needs no token.
 */
export function createGate(
  boundHost: string,
  { token, allowedHosts, allowedOrigins }: Pick<CommonSettings, "token" | "allowedHosts" | "allowedOrigins">,
): Gate {
  const bound = boundHost.includes(":") ? `[${boundHost}]` : boundHost;
  const hostAllowed = hostHeaderValidation([...LOOPBACK, bound, ...allowedHosts]);
  const originAllowed = originValidation([...LOOPBACK, ...allowedOrigins]);
  return (request, response, path) =>
    hostAllowed(request, response) &&
    originAllowed(request, response) &&
    (path === "/healthz" || token === undefined || tokenAllowed(request, response, token));
}

function tokenAllowed(request: IncomingMessage, response: ServerResponse, token: Secret): boolean {
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  // Hashing first makes the comparison independent of the length of what was sent.
  if (given !== "" && timingSafeEqual(digest(given), digest(token.reveal()))) return true;
  const error = given === "" ? "" : ', error="invalid_token"';
  response.writeHead(401, { "www-authenticate": `Bearer realm="quartet"${error}`, "content-type": "application/json" });
  response.end(
    JSON.stringify({ error: given === "" ? "A bearer token is required." : "The bearer token is not valid." }),
  );
  return false;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
