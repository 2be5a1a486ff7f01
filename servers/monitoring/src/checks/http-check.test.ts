import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { addressPolicy } from "./address-policy.ts";
import { checkHttp, type HttpCheck } from "./http-check.ts";
import { systemResolve } from "./resolve.ts";
import type { Network } from "./run.ts";

const network: Network = { policy: addressPolicy({ allowed: [], privateAllowed: true }), resolve: systemResolve };
const forever = new AbortController().signal;

function resolvingTo(...addresses: readonly string[]): Network {
  return { ...network, resolve: async () => addresses };
}

function failing(code: string): Network {
  return { ...network, resolve: async () => Promise.reject(Object.assign(new Error("dns"), { code })) };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function serve(handler: http.RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(http.createServer(handler))}`;
}

function check(url: string, options: Partial<HttpCheck> = {}): HttpCheck {
  return {
    url: new URL(url),
    method: "GET",
    excerptLength: 0,
    maxRedirects: 5,
    verifyTls: true,
    timeoutMs: 5_000,
    ...options,
  };
}

test("a service that answers is up, with timings by phase and no body", async () => {
  const url = await serve((_request, response) => response.end("hello"));
  const result = await checkHttp(check(url), network, forever);
  expect(result).toMatchObject({ state: "up", status: 200, address: "127.0.0.1", redirects: [] });
  expect(Object.keys(result.timings).toSorted()).toEqual(["connectMs", "dnsMs", "firstByteMs", "totalMs"]);
  expect(result).not.toHaveProperty("bodyExcerpt");
});

test("the request is plain: path, query and Host as written, nothing compressed", async () => {
  let seen: http.IncomingMessage | undefined;
  const url = await serve((request, response) => {
    seen = request;
    response.end();
  });
  await checkHttp(check(`${url}/a/b?c=d`, { method: "HEAD" }), network, forever);
  expect(seen).toMatchObject({ method: "HEAD", url: "/a/b?c=d" });
  expect(seen?.headers).toMatchObject({ host: new URL(url).host, "accept-encoding": "identity" });
});

test("a status of 400 and more is down, unless it is the one expected", async () => {
  const url = await serve((_request, response) => response.writeHead(503).end("maintenance"));
  expect(await checkHttp(check(url, { excerptLength: 5 }), network, forever)).toMatchObject({
    state: "down",
    cause: "STATUS",
    status: 503,
    bodyExcerpt: "main…",
  });
  expect(await checkHttp(check(url, { expectStatus: [503] }), network, forever)).toMatchObject({ state: "up" });
  expect(await checkHttp(check(url, { expectStatus: [200] }), network, forever)).toMatchObject({ state: "down" });
});

test("the expected text decides, and cannot be judged in a body that is too long or compressed", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/long") response.end("x".repeat(3_000_000));
    else if (request.url === "/packed") response.writeHead(200, { "content-encoding": "br" }).end("zz");
    else response.end("all systems go");
  });
  const expectText = "systems go";
  expect(await checkHttp(check(url, { expectText }), network, forever)).toMatchObject({ state: "up" });
  expect(await checkHttp(check(url, { expectText: "alert" }), network, forever)).toMatchObject({
    cause: "TEXT_MISSING",
  });
  for (const path of ["/long", "/packed"]) {
    const result = await checkHttp(check(url + path, { expectText }), network, forever);
    expect(result).toMatchObject({ state: "inconclusive", cause: "TEXT_UNKNOWN" });
  }
});

test("redirects are followed, counted and limited", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/end") response.end("there");
    else if (request.url === "/start") response.writeHead(302, { location: "/end" }).end();
    else response.writeHead(302, { location: "/loop" }).end();
  });
  expect(await checkHttp(check(`${url}/start`), network, forever)).toMatchObject({
    state: "up",
    status: 200,
    redirects: [`${url}/end`],
  });
  const loop = await checkHttp(check(`${url}/loop`, { maxRedirects: 3 }), network, forever);
  expect(loop).toMatchObject({ state: "down", cause: "TOO_MANY_REDIRECTS" });
  expect(loop.redirects).toHaveLength(3);
  expect(await checkHttp(check(`${url}/start`, { maxRedirects: 0 }), network, forever)).toMatchObject({ status: 302 });
  expect(await checkHttp(check(`${url}/start`, { expectStatus: [302] }), network, forever)).toMatchObject({
    state: "up",
    status: 302,
    redirects: [],
  });
});

test.each([
  "http://169.254.169.254/latest/meta-data/",
  "http://0xa9fea9fe/",
  "http://metadata.google.internal/",
  "file:///etc/passwd",
])("a redirect to %s is not followed", async (location) => {
  const url = await serve((_request, response) => response.writeHead(302, { location }).end("secret"));
  const result = await checkHttp(check(url, { excerptLength: 100 }), network, forever);
  expect(result).toMatchObject({ state: "inconclusive", cause: "REDIRECT_REFUSED" });
  expect(result).not.toHaveProperty("bodyExcerpt");
});

test("a first target that may not be contacted is the caller's error", async () => {
  await expect(checkHttp(check("http://169.254.169.254/"), network, forever)).rejects.toMatchObject({ code: "denied" });
});

test("a name that resolves to one forbidden address among good ones is refused", async () => {
  const mixed = resolvingTo("127.0.0.1", "169.254.169.254");
  await expect(checkHttp(check("http://mixed.test/"), mixed, forever)).rejects.toMatchObject({
    code: "denied",
  });
});

test("the address that was judged is the one connected to, however DNS changes its mind", async () => {
  const url = await serve((_request, response) => response.end());
  let asked = 0;
  const resolve = async () => (++asked === 1 ? ["127.0.0.1"] : ["169.254.169.254"]);
  const target = url.replace("127.0.0.1", "rebind.test");
  expect(await checkHttp(check(target), { ...network, resolve }, forever)).toMatchObject({
    state: "up",
    address: "127.0.0.1",
  });
  expect(asked).toBe(1);
});

test("the next address is tried when the first does not accept", async () => {
  const url = await serve((_request, response) => response.end());
  const two = resolvingTo("127.0.0.2", "127.0.0.1");
  const result = await checkHttp(check(url.replace("127.0.0.1", "two.test")), two, forever);
  expect(result).toMatchObject({ state: "up", address: "127.0.0.1" });
});

test("user name and password are sent to their origin alone and shown to nobody", async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: other }).end();
  });
  const result = await checkHttp(check(url.replace("http://", "http://ada:s%C3%A9same@")), network, forever);
  expect(seen).toEqual([`Basic ${Buffer.from("ada:sésame").toString("base64")}`, undefined]);
  expect(JSON.stringify(result)).not.toMatch(/ada|same/);
});

test("a name that does not exist is down, a DNS that does not answer is inconclusive", async () => {
  const url = check("http://nowhere.test/");
  expect(await checkHttp(url, failing("ENOTFOUND"), forever)).toMatchObject({
    state: "down",
    cause: "ENOTFOUND",
  });
  expect(await checkHttp(url, failing("EAI_AGAIN"), forever)).toMatchObject({
    state: "inconclusive",
    cause: "EAI_AGAIN",
  });
});

test("a target that speaks no HTTP, or closes at once, is down", async () => {
  const chatty = await listen(net.createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
  const closing = await listen(net.createServer((socket) => socket.destroy()));
  expect(await checkHttp(check(`http://127.0.0.1:${chatty}/`), network, forever)).toMatchObject({ state: "down" });
  expect(await checkHttp(check(`http://127.0.0.1:${closing}/`), network, forever)).toMatchObject({
    state: "down",
    cause: "ECONNRESET",
  });
});

test("the deadline holds for a DNS, a head and a body that never come", async () => {
  const silent = await listen(net.createServer());
  const trickling = await serve((_request, response) => response.write("a"));
  const timeoutMs = 150;
  const results = await Promise.all([
    checkHttp(
      check("http://slow.test/", { timeoutMs }),
      { ...network, resolve: () => new Promise(() => undefined) },
      forever,
    ),
    checkHttp(check(`http://127.0.0.1:${silent}/`, { timeoutMs }), network, forever),
    checkHttp(check(`https://127.0.0.1:${silent}/`, { timeoutMs }), network, forever),
    checkHttp(check(trickling, { timeoutMs, expectText: "b" }), network, forever),
  ]);
  for (const result of results) expect(result).toMatchObject({ state: "down", cause: "TIMEOUT" });
  expect(results[3]).toMatchObject({ status: 200 });
});

test("a call that is given up ends with its own reason", async () => {
  const silent = await listen(net.createServer());
  const gone = new AbortController();
  const pending = checkHttp(check(`http://127.0.0.1:${silent}/`), network, gone.signal);
  gone.abort(new Error("gone"));
  await expect(pending).rejects.toThrow("gone");
});

/** A key made for these tests, which opens nothing else. */
async function pem(name: "key" | "cert"): Promise<Buffer> {
  return await readFile(new URL(`fixtures/localhost.${name}.pem`, import.meta.url));
}

async function serveTls(): Promise<string> {
  const server = https.createServer({ key: await pem("key"), cert: await pem("cert") }, (_request, response) =>
    response.end("safe"),
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

test("a certificate nobody vouches for is down, described, and gets no request", async () => {
  const url = await serveTls();
  const result = await checkHttp(check(url), network, forever);
  expect(result).toMatchObject({
    state: "down",
    cause: "DEPTH_ZERO_SELF_SIGNED_CERT",
    tls: { trusted: false, issuer: "localhost", subject: "localhost", protocol: "TLSv1.3" },
  });
  expect(result).not.toHaveProperty("status");
  expect(result.tls?.daysLeft).toBeGreaterThan(1000);
});

test("the caller may accept it, and is still told", async () => {
  const result = await checkHttp(check(await serveTls(), { verifyTls: false, expectText: "safe" }), network, forever);
  expect(result).toMatchObject({ state: "up", status: 200, tls: { trusted: false } });
  expect(result.timings.tlsMs).toEqual(expect.any(Number));
});

test("TLS spoken to a plain port is down", async () => {
  const url = await serve((_request, response) => response.end());
  const result = await checkHttp(check(url.replace("http:", "https:")), network, forever);
  expect(result.state).toBe("down");
});
