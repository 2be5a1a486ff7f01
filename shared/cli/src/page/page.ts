import { createHash } from "node:crypto";
import type { RequestListener, ServerResponse } from "node:http";
import { toError } from "@quartet/core";
import type { Hosted } from "../hosting/hosted.ts";
import { renderPage } from "./render.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { viewServer } from "./view.ts";

/** Nothing may be loaded or run but the one style and the one script that this page carries. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** The page that lists the servers; their state is read anew for every view. */
export function createPage(servers: readonly Hosted[], { needsToken }: { needsToken: boolean }): RequestListener {
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    // The gate has compared this header with the hosts that may be asked for.
    const origin = `http://${request.headers.host ?? "localhost"}`;
    Promise.all(servers.map((server) => viewServer(server, origin))).then(
      (views) => response.writeHead(200, HEADERS).end(renderPage(views, { origin, needsToken })),
      (error: unknown) => fail(response, error),
    );
  };
}

function fail(response: ServerResponse, error: unknown): void {
  response.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(`${toError(error).message}\n`);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
