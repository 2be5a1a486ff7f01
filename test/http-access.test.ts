import { describe, expect, test } from "vitest";
import { connectHttp } from "./support/clients.ts";
import { LIST_TOOLS, MCP_HEADERS, type Reply, send, startHttp } from "./support/http-server.ts";
import { startServer } from "./support/raw-server.ts";
import { SAMPLE, SERVERS } from "./support/targets.ts";

const ROUTES = ["/mcp", "/healthz", "/readyz", "/metrics", "/nowhere"];
const TOKEN = "correct-horse-battery-staple";

function post(url: string, headers: Record<string, string> = {}, body = LIST_TOOLS): Promise<Reply> {
  return send(`${url}/mcp`, { method: "POST", headers: { ...MCP_HEADERS, ...headers }, body });
}

describe("Host and Origin", () => {
  test.for(SERVERS)("are checked on every route of the $name server", async (target) => {
    const { url, port } = await startHttp(target);
    for (const route of ROUTES) {
      for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil.example"]) {
        const reply = await send(`${url}${route}`, { headers: { host } });
        expect(reply.status, `${route} for ${host}`).toBe(403);
      }
      for (const origin of ["https://evil.example", "null", "http://127.0.0.1.evil.example"]) {
        const reply = await send(`${url}${route}`, { headers: { origin } });
        expect(reply.status, `${route} from ${origin}`).toBe(403);
      }
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, "[::1]"]) {
      expect((await post(url, { host, origin: `http://localhost:${port}` })).status).toBe(200);
    }
  });

  test("are accepted from the lists in the settings", async () => {
    const args = ["--allowed-hosts", "mcp.example,other.example", "--allowed-origins", "app.example"];
    const { url } = await startHttp(SAMPLE, { args });
    expect((await post(url, { host: "mcp.example", origin: "https://app.example" })).status).toBe(200);
    expect((await post(url, { host: "other.example:8443" })).status).toBe(200);
    expect((await post(url, { host: "app.example" })).status).toBe(403);
    expect((await post(url, { origin: "https://mcp.example" })).status).toBe(403);
  });
});

describe("the bearer token", () => {
  test("is asked for on every route but /healthz, and told apart by missing and wrong", async () => {
    const { process, url } = await startHttp(SAMPLE, { env: { SAMPLE_TOKEN: TOKEN } });
    for (const route of ROUTES.filter((path) => path !== "/healthz")) {
      const missing = await send(`${url}${route}`);
      expect(missing).toMatchObject({ status: 401, headers: { "www-authenticate": 'Bearer realm="quartet"' } });
      for (const wrong of ["wrong", `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase(), "é".repeat(28)]) {
        const authorization = Buffer.from(`Bearer ${wrong}`, "utf8").toString("latin1");
        const reply = await send(`${url}${route}`, { headers: { authorization } });
        expect(reply.status, `${route} with ${wrong}`).toBe(401);
        expect(reply.headers["www-authenticate"]).toContain('error="invalid_token"');
        expect(reply.body).not.toContain(TOKEN);
      }
    }
    expect((await send(`${url}/healthz`)).status).toBe(200);
    expect((await post(url, { authorization: `Basic ${TOKEN}` })).status).toBe(401);
    expect((await post(url, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await post(url, { authorization: `bearer ${TOKEN}` })).status).toBe(200);
    expect(process.stderr).not.toContain(TOKEN);
  });

  test("comes after Host and Origin, so that a web page learns nothing", async () => {
    const { url } = await startHttp(SAMPLE, { args: ["--token", TOKEN] });
    expect((await post(url, { host: "evil.example", authorization: `Bearer ${TOKEN}` })).status).toBe(403);
  });

  test("lets a client in that has it", async () => {
    const { url } = await startHttp(SAMPLE, { args: ["--token", TOKEN] });
    const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
    const client = await connectHttp(`${url}/mcp`, "2026-07-28", { requestInit });
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  });

  test("lets a server listen beyond loopback, still behind Host", async () => {
    const { process, port } = await startHttp(SAMPLE, { args: ["--token", TOKEN, "--http", "0.0.0.0:0"] });
    const url = `http://127.0.0.1:${port}`;
    expect((await post(url, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await post(url, { authorization: `Bearer ${TOKEN}`, host: "evil.example" })).status).toBe(403);
    expect(process.stderr).toContain("0.0.0.0");
  });
});

test("a server with an empty token does not start", async () => {
  const server = startServer(SAMPLE, { args: ["--http", "0.0.0.0:0", "--token="] });
  expect(await server.exited).toEqual({ code: 1, signal: null });
  expect(server.stderr).toMatch(/--token: must be one or more ASCII characters/);
});

describe("requests that are not MCP", () => {
  test.for(SERVERS)("are refused by the $name server with the right status, which then goes on", async (target) => {
    const { url } = await startHttp(target);
    expect((await post(url, {}, "{not json")).status).toBe(400);
    expect((await post(url, {}, "7")).status).toBe(400);
    expect((await post(url, {}, "{}")).status).toBe(400);
    expect((await post(url, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(url, { accept: "text/html" })).status).toBe(406);
    expect((await post(url, {}, `{"a":"${"x".repeat(5_000_000)}"}`)).status).toBe(413);
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "TRACE"]) {
      expect((await send(`${url}/mcp`, { method, headers: MCP_HEADERS })).status, method).toBe(405);
    }
    for (const route of ["/healthz", "/readyz", "/metrics"]) {
      const reply = await send(`${url}${route}`, { method: "POST" });
      expect(reply, route).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
    }
    expect((await send(`${url}/nowhere`)).status).toBe(404);
    expect((await post(url)).status).toBe(200);
  });
});
