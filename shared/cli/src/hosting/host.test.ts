import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { noopMetrics, surroundingsOf } from "@quartet/core/host";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenProblem } from "../commands/listen-problem.ts";
import { readServeSettings } from "../commands/serve-settings.ts";
import { type Answer, answers } from "../first-calls/answers.ts";
import { callOnce } from "../first-calls/first-call.ts";
import { stubServer, unavailable } from "../stub-server.fixture.ts";
import type { LoadServer } from "./catalog.ts";
import { host, type Hosting } from "./host.ts";

let home: string;
const open: Hosting[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "quartet-host-"));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((hosting) => hosting.close()));
  await rm(home, { recursive: true, force: true });
});

async function hostStubs(
  load: Readonly<Record<string, LoadServer>>,
  { args = [], env = {} }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Hosting> {
  const settings = readServeSettings(["--port", "0", ...args], env);
  const hosting = await host({
    settings,
    surroundings: { ...surroundingsOf(process), env },
    home,
    metrics: noopMetrics,
    writeLog: () => undefined,
    load,
  });
  open.push(hosting);
  return hosting;
}

const ping: Answer = {
  tool: "send_ping",
  input: {},
  tell: (content) => ({ ok: true, lines: [JSON.stringify(content)] }),
};
const working: LoadServer = async () => ({ server: stubServer("database") });

test("every server answers a real client at its own path", async () => {
  const hosting = await hostStubs({
    database: working,
    monitoring: async () => ({ server: stubServer("monitoring") }),
  });
  for (const name of ["database", "monitoring"]) {
    const call = await callOnce({ name, url: `${hosting.url}/${name}/mcp`, token: undefined }, ping);
    expect(call).toMatchObject({ ok: true, tool: "send_ping", lines: ['{"pong":true}'] });
  }
});

test("a server that cannot be loaded or configured is named, and the others answer", async () => {
  const hosting = await hostStubs(
    {
      database: working,
      monitoring: () => Promise.reject(new Error("no such file")),
      "testing-qa": async () => ({ server: stubServer("testing-qa") }),
    },
    { env: { TESTING_QA_DEPTH: "deep" } },
  );
  expect(hosting.servers).toEqual([
    expect.objectContaining({ name: "database", instance: expect.anything() }),
    expect.objectContaining({ name: "monitoring", problem: "Cannot be loaded: no such file" }),
    expect.objectContaining({
      name: "testing-qa",
      problem: expect.stringMatching(/^Invalid settings: TESTING_QA_DEPTH/),
    }),
  ]);
  const call = await callOnce({ name: "database", url: `${hosting.url}/database/mcp`, token: undefined }, ping);
  expect(call.ok).toBe(true);
  const ready = await fetch(`${hosting.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    ready: false,
    servers: [
      { server: "database", checks: [{ ok: true }] },
      { server: "monitoring", checks: [{ ok: false, detail: "Cannot be loaded: no such file" }] },
      { server: "testing-qa", checks: [{ ok: false }] },
    ],
  });
});

test("an IPv6 address may be written with brackets", async () => {
  // One that is none of this machine's: not every machine has IPv6.
  const opening = hostStubs({ database: working }, { args: ["--host", "[2001:db8::1]", "--token", "long-enough"] });
  await expect(opening).rejects.toThrow(/2001:db8::1 is no address of this machine|http:\/\/\[2001:db8::1\]:0/);
});

test("only the servers asked for are opened", async () => {
  const hosting = await hostStubs(
    { database: working, monitoring: () => Promise.reject(new Error("must not be loaded")) },
    { args: ["--servers", "database"] },
  );
  expect(hosting.servers.map(({ name }) => name)).toEqual(["database"]);
});

test("a failing first call gives the server's own reason and hint", async () => {
  const error = unavailable("The file is locked.", "Close the other program.");
  const server = stubServer("database", { failWith: () => error });
  const hosting = await hostStubs({ database: async () => ({ server }) });
  const call = await callOnce({ name: "database", url: `${hosting.url}/database/mcp`, token: undefined }, ping);
  expect(call.ok).toBe(false);
  expect(call.lines.join("\n")).toContain("The file is locked.");
  expect(call.lines.join("\n")).toContain("Close the other program.");
});

test("an error of a server with its own copy of the core keeps its code and hint", async () => {
  vi.resetModules();
  const copy = await import("../stub-server.fixture.ts");
  const failWith = (): Error => copy.unavailable("The file is locked.", "Close the other program.");
  const hosting = await hostStubs({ database: async () => ({ server: copy.stubServer("database", { failWith }) }) });
  const call = await callOnce({ name: "database", url: `${hosting.url}/database/mcp`, token: undefined }, ping);
  expect(call.lines.join("\n")).toContain("unavailable: The file is locked.");
});

test("a tool that is not offered fails the first call by name", async () => {
  const hosting = await hostStubs({ database: working });
  const call = await callOnce(
    { name: "database", url: `${hosting.url}/database/mcp`, token: undefined },
    answers["database"],
  );
  expect(call).toMatchObject({ ok: false, lines: ["offers no tool list_connections"] });
});

test("with a token, the first call carries it and one without it is refused", async () => {
  const hosting = await hostStubs({ database: working }, { env: { QUARTET_TOKEN: "long-enough-token" } });
  const url = `${hosting.url}/database/mcp`;
  expect((await callOnce({ name: "database", url, token: "long-enough-token" }, ping)).ok).toBe(true);
  expect((await callOnce({ name: "database", url, token: undefined }, ping)).ok).toBe(false);
});

test("a host that other machines reach is refused without a token", async () => {
  const opening = hostStubs({ database: working }, { args: ["--host", "0.0.0.0"] });
  await expect(opening).rejects.toThrow("set a token first");
});

test("a taken port is one line with the command that takes another", async () => {
  const blocker = await listenAnywhere();
  const { port } = blocker.address() as { port: number };
  const opening = hostStubs({ database: working }, { args: ["--port", String(port)] });
  const error = await opening.catch((thrown: unknown) => thrown);
  blocker.close();
  const text = (env: NodeJS.ProcessEnv): string => (listenProblem(error, { port }, env) as Error).message;
  expect(text({})).toBe(
    `port ${port} is taken. Stop what uses it, or choose another: quartet serve --port ${port + 1}`,
  );
  expect(text({ npm_lifecycle_event: "start" })).toContain(`npm start -- --port ${port + 1}`);
});

function listenAnywhere(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
