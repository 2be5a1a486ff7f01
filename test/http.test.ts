import { createConnection } from "node:net";
import { once } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { connectHttp, REVISIONS } from "./support/clients.ts";
import { LIST_TOOLS, MCP_HEADERS, send, startHttp } from "./support/http-server.ts";
import { descendantsOf } from "./support/processes.ts";
import { startServer, WAIT } from "./support/raw-server.ts";
import { ALL, SAMPLE, type Target } from "./support/targets.ts";

const CLEAN = { code: 0, signal: null };

describe.for(ALL)("the $name server over HTTP", (target: Target) => {
  test("lists and answers for clients of every revision, and reports its state", async () => {
    const { url } = await startHttp(target);
    for (const revision of REVISIONS) {
      const client = await connectHttp(`${url}/mcp`, revision);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain(target.quick.name);
      const result = await client.callTool(target.quick);
      expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
    }
    expect(await send(`${url}/healthz`)).toMatchObject({ status: 200, body: "ok\n" });
    const ready = await send(`${url}/readyz`);
    expect(ready.status, ready.body).toBe(200);
    expect(JSON.parse(ready.body)).toMatchObject({ ready: true, servers: [{ server: target.name }] });
    const metrics = await send(`${url}/metrics`);
    expect(metrics.headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(unreadableLines(metrics.body)).toEqual([]);
    expect(metrics.body).toMatch(
      new RegExp(
        `mcp_server_operation_duration_seconds_count\\{[^}]*gen_ai_tool_name="${target.quick.name}"[^}]*\\} \\d`,
      ),
    );
  });

  test("ends at SIGTERM, after telling the call under way and with all its children", async () => {
    const { call, args, hasChildren } = await target.slow();
    const { process, url } = await startHttp(target, { args });
    const client = await connectHttp(`${url}/mcp`, "2026-07-28");
    const cursor = call.name === "wait_for_events" ? await currentCursor(client) : {};
    const ends = client.callTool({ ...call, arguments: { ...call.arguments, ...cursor } });
    await client.listTools();
    if (hasChildren) await vi.waitUntil(() => descendantsOf(process.pid).length > 0, WAIT);
    const children = descendantsOf(process.pid);
    process.child.kill("SIGTERM");
    expect(await process.exited).toEqual(CLEAN);
    expect((await ends).content).toMatchObject([{ text: "unavailable: The server is shutting down." }]);
    await expect.poll(() => children.filter((pid) => descendantsOf(1).includes(pid)), WAIT).toEqual([]);
    expect(process.stdoutLines).toEqual([]);
  });
});

async function currentCursor(client: Awaited<ReturnType<typeof connectHttp>>): Promise<object> {
  const { structuredContent } = await client.callTool({ name: "wait_for_events", arguments: {} });
  return { cursor: (structuredContent as { cursor: string }).cursor };
}

/** Lines that are no comment and no sample of the Prometheus text format. */
function unreadableLines(text: string): string[] {
  const sample =
    /^[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="(\\.|[^"\\\n])*",?)*\})? (NaN|[+-]Inf|[+-]?[\d.]+(e[+-]?\d+)?)( \d+)?$/;
  return text.split("\n").filter((line) => line !== "" && !/^# (HELP|TYPE) /.test(line) && !sample.test(line));
}

describe("a port", () => {
  test("that is taken ends the second server with one clear line, and leaves the first alone", async () => {
    const { url, port } = await startHttp(SAMPLE);
    const second = startServer(SAMPLE, { args: ["--http", `127.0.0.1:${port}`] });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stdoutLines).toEqual([]);
    expect(second.stderr.trim().split("\n")).toEqual([
      `quartet-sample: Port ${port} is taken. Choose another, for example --http 127.0.0.1:${port + 1}.`,
    ]);
    expect(await send(`${url}/healthz`)).toMatchObject({ status: 200 });
  });

  test.for([
    ["127.0.0.1:99999", "is no address"],
    ["nowhere at all", "is no address"],
    ["203.0.113.7:0", "set a token first"],
    ["0.0.0.0:0", "set a token first"],
    [":::0", "is no address"],
    ["[::]:0", "set a token first"],
  ] as const)("given as %s is refused with the reason", async ([address, reason]) => {
    const server = startServer(SAMPLE, { args: ["--http", address] });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toContain(reason);
    expect(server.stderr).not.toMatch(/\n\s+at /);
  });

  test("that is no port of this machine is refused with the reason", async () => {
    const server = startServer(SAMPLE, { args: ["--http", "203.0.113.7:0", "--token", "some-long-token"] });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toContain("203.0.113.7 is no address of this machine");
  });
});

describe("clients that misbehave", () => {
  test("by leaving in the middle of a call have it stopped", async () => {
    const { process, url } = await startHttp(SAMPLE);
    const leave = new AbortController();
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "spawn_child", arguments: {} },
    });
    const call = fetch(`${url}/mcp`, { method: "POST", headers: MCP_HEADERS, body, signal: leave.signal });
    call.catch(() => undefined);
    await vi.waitUntil(() => descendantsOf(process.pid).length > 0, WAIT);
    leave.abort();
    await expect.poll(() => descendantsOf(process.pid), WAIT).toEqual([]);
    expect(await send(`${url}/healthz`)).toMatchObject({ status: 200 });
  });

  // Older clients cancel by a request of its own, which a server without sessions cannot tie to the call.
  test("by cancelling a call have it stopped", async () => {
    const { process, url } = await startHttp(SAMPLE);
    const client = await connectHttp(`${url}/mcp`, "2026-07-28");
    const cancel = new AbortController();
    const call = client.callTool({ name: "spawn_child", arguments: {} }, { signal: cancel.signal });
    call.catch(() => undefined);
    await vi.waitUntil(() => descendantsOf(process.pid).length > 0, WAIT);
    cancel.abort();
    await expect(call).rejects.toBeInstanceOf(Error);
    await expect.poll(() => descendantsOf(process.pid), WAIT).toEqual([]);
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  });

  test("by not reading the answer hold up nobody else", async () => {
    const { port, url } = await startHttp(SAMPLE);
    const params = { name: "list_numbers", arguments: { below: 10_000, label: "x".repeat(100) } };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
    const head = ["POST /mcp HTTP/1.1", "Host: 127.0.0.1", `Content-Length: ${body.length}`];
    const headers = Object.entries(MCP_HEADERS).map(([name, value]) => `${name}: ${value}`);
    const request = `${[...head, ...headers].join("\r\n")}\r\n\r\n${body}`;
    const socket = createConnection(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    socket.pause();
    await once(socket, "connect");
    socket.write(request.repeat(200));
    const reply = await send(`${url}/mcp`, { method: "POST", headers: MCP_HEADERS, body: LIST_TOOLS });
    expect(reply.status).toBe(200);
  });

  test("by sending half a request hold up nobody else", async () => {
    const { port, url } = await startHttp(SAMPLE);
    const halves = [
      "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n",
      "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{",
    ];
    for (const half of [...halves, ...halves, ...halves, ""]) {
      const socket = createConnection(port, "127.0.0.1");
      onTestFinished(() => void socket.destroy());
      socket.on("error", () => undefined);
      await once(socket, "connect");
      socket.write(half);
    }
    const reply = await send(`${url}/mcp`, { method: "POST", headers: MCP_HEADERS, body: LIST_TOOLS });
    expect(reply.status).toBe(200);
    expect(reply.body).toContain("echo_text");
  });

  test.for(["//", "/%", "*", "/..//mcp", "/mcp/../metrics", `/${"x".repeat(10_000)}`])(
    "by asking for %s are answered, and the server goes on",
    async (path) => {
      const { url } = await startHttp(SAMPLE);
      const reply = await send(url, { path });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.body.length).toBeLessThan(1_000);
      expect(await send(`${url}/healthz`)).toMatchObject({ status: 200 });
    },
  );
});
