import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createGate } from "./http-gate.ts";
import { Secret } from "./secret.ts";

const response = { writeHead: () => response, end: () => response } as unknown as ServerResponse;

function passes(token: string, authorization?: string): boolean {
  const gate = createGate("127.0.0.1", { token: new Secret(token), allowedHosts: [], allowedOrigins: [] });
  const headers = { host: "localhost", ...(authorization !== undefined && { authorization }) };
  return gate({ headers } as IncomingMessage, response, "/mcp");
}

test("an empty token lets nobody in, least of all those who send none", () => {
  expect(passes("")).toBe(false);
  expect(passes("", "Bearer ")).toBe(false);
  expect(passes("open-sesame", "Bearer open-sesame")).toBe(true);
});
