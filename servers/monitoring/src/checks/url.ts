import type { IncomingMessage } from "node:http";
import { plainLine, redact, ToolError } from "@quartet/core";
import { CheckFailure } from "./failure.ts";

/** The address of a check as Node will use it; other schemes would reach files and raw sockets. */
export function parseCheckUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.port === "0") {
    throw new ToolError("invalid_input", "url: is no valid address.", {
      hint: "Write it in full, for example http://127.0.0.1:8080/health.",
    });
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ToolError("invalid_input", "url: only http and https can be checked.", {
      hint: "For any other service give host and port instead, which checks that the port accepts connections.",
    });
  }
  return url;
}

/** Shows an address without user name and password, and without what looks like a key in its query. */
export function showUrl(url: URL): string {
  const shown = new URL(url.href);
  shown.username = "";
  shown.password = "";
  return plainLine(redact(shown.href), 300);
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads; `undefined` when the answer is none. */
export function nextUrl(from: URL, response: IncomingMessage): URL | undefined {
  const { location } = response.headers;
  if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return undefined;
  const next = URL.parse(location, from.href);
  if (next === null)
    throw new CheckFailure("down", "The target redirects to no valid address.", { code: "BAD_REDIRECT" });
  if (next.protocol !== "http:" && next.protocol !== "https:") {
    const reason = "The target redirects to something other than http and https.";
    throw new CheckFailure("inconclusive", reason, { code: "REDIRECT_REFUSED" });
  }
  return next;
}
