import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { descendantsOf, isRunning } from "../support/processes.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { NODE, type Ran, runCommand, type RunOptions } from "./run-command.ts";

const NAMES = ["database", "monitoring", "testing-qa", "context-bridge"];

function serve(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runCommand([NODE, "shared/cli/dist/index.js", "serve", ...args], options);
}

test("npm start -- --once calls all four built servers and exits 0", async () => {
  const { exitCode, out, err } = await runCommand(["npm", "start", "--", "--once", "--port", "0"]);
  expect(err).toBe("");
  expect(out).toContain("all 4 servers answer");
  for (const name of NAMES) expect(out).toMatch(new RegExp(`✓ ${name} +http://127.0.0.1:\\d+/${name}/mcp`));
  expect(out).toContain("8 tables");
  expect(exitCode).toBe(0);
});

test("a server with invalid settings is named, the others answer, and --once exits 1", async () => {
  const env = { MONITORING_LOG_LEVEL: "loud" };
  const { exitCode, out } = await serve(["--once", "--port", "0"], { env });
  expect(out).toContain("1 of 4 servers failed");
  expect(out).toMatch(/✗ monitoring[^\n]*\n +Invalid settings: MONITORING_LOG_LEVEL/);
  expect(out.match(/✓/g)).toHaveLength(3);
  expect(exitCode).toBe(1);
});

test("a database file that does not exist is the reason for exit 1", async () => {
  const env = { DATABASE_URL: join(tempFolder(), "absent.db") };
  const { exitCode, out } = await serve(["--once", "--port", "0", "--servers", "database"], { env });
  expect(out).toMatch(/✗ database[^\n]*\n +[^\n]*absent\.db/);
  expect(exitCode).toBe(1);
});

test("a home that cannot be made is the reason of each server that needs one", async () => {
  const home = join(tempFolder({ file: "" }), "file");
  const { exitCode, out } = await serve(["--once", "--port", "0", "--servers", "database", "--home", home]);
  expect(out).toContain(`The folder ${home} cannot be`);
  expect(exitCode).toBe(1);
});

test("a taken port is one line that offers another", async () => {
  const blocker = createServer();
  onTestFinished(() => void blocker.close());
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const { port } = blocker.address() as AddressInfo;
  const { exitCode, out, err } = await serve(["--port", String(port)]);
  expect(err).toMatch(new RegExp(`^quartet serve: port ${port} is taken\\. .*--port ${port + 1}\n$`));
  expect(out).toBe("");
  expect(exitCode).toBe(1);
});

test.each(["SIGTERM", "SIGINT"] as const)("it says how to connect, serves, and ends cleanly on %s", async (signal) => {
  const seen = { metrics: "", ready: 0 };
  const { exitCode, out, err } = await serve(["--port", "0"], {
    until: "Serving until Ctrl-C",
    async meanwhile(text, child) {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      seen.metrics = await (await fetch(`${url}/metrics`)).text();
      seen.ready = (await fetch(`${url}/readyz`)).status;
      child.kill(signal);
    },
  });
  expect(out).toContain("claude mcp add --transport http context-bridge");
  for (const name of NAMES) expect(seen.metrics).toMatch(new RegExp(`mcp_server_operation_duration_seconds.*${name}`));
  expect(seen.ready).toBe(200);
  expect(err).toBe("");
  expect(exitCode).toBe(0);
});

test("npm start that is told to end leaves nothing running", async () => {
  let started: number[] = [];
  await runCommand(["npm", "start", "--", "--port", "0"], {
    until: "Serving until Ctrl-C",
    async meanwhile(_out, child) {
      started = descendantsOf(child.pid ?? 0);
      child.kill("SIGTERM");
      await expect.poll(() => started.filter(isRunning), { timeout: 10_000 }).toEqual([]);
    },
  });
  expect(started.length).toBeGreaterThan(1);
});

test("a server that cannot start is named, and no way to connect to it is offered", async () => {
  const { out } = await serve(["--port", "0"], {
    env: { TESTING_QA_TIMEOUT_MS: "soon" },
    until: "Serving until Ctrl-C",
    meanwhile: async (_text, child) => void child.kill("SIGTERM"),
  });
  expect(out).toContain("TESTING_QA_TIMEOUT_MS: expected number");
  expect(out).toContain("claude mcp add --transport http database");
  expect(out).not.toContain("claude mcp add --transport http testing-qa");
});

test("an unknown command is refused with the nearest known one", async () => {
  const { exitCode, err } = await runCommand([NODE, "shared/cli/dist/index.js", "srve"]);
  expect(err).toBe('quartet: unknown command "srve". Did you mean "serve"?\n');
  expect(exitCode).toBe(1);
});
