import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { testServer } from "@quartet/testing";
import { afterAll, beforeAll } from "vitest";
import { server } from "./server.ts";

/** Takes connections and never says a word. */
let silent: Server;
beforeAll(async () => {
  silent = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
});
afterAll(() => silent.close());

const silentUrl = (): string => `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;

testServer(server, {
  examples: {
    get_overview: {},
    list_processes: { sort: "memory", limit: 5 },
    run_check: () => ({ host: "127.0.0.1", port: (silent.address() as AddressInfo).port }),
  },
  slow: { tool: "run_check", arguments: () => ({ url: silentUrl(), timeoutMs: 30_000 }) },
  budget: { listTokens: 3_000 },
  volatile: ["list_processes"],
  fuzz: { run_check: { host: "127.0.0.1" } },
});
