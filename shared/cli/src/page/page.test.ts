import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { noopMetrics, surroundingsOf } from "@quartet/core/host";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readServeSettings } from "../commands/serve-settings.ts";
import { host, type Hosting } from "../hosting/host.ts";
import { stubServer } from "../stub-server.fixture.ts";

let home: string;
let hosting: Hosting;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "quartet-page-"));
  const checks = [{ name: "store", ok: false, detail: "is <b>full</b>", hint: "Empty it." }];
  hosting = await host({
    settings: readServeSettings(["--port", "0"], {}),
    surroundings: { ...surroundingsOf(process), env: {} },
    home,
    metrics: noopMetrics,
    writeLog: () => undefined,
    load: {
      database: async () => ({ server: stubServer("database", { title: "Data & more" }) }),
      monitoring: async () => ({ server: stubServer("monitoring", { checks }) }),
      "testing-qa": () => Promise.reject(new Error("broken build")),
    },
  });
});

afterAll(async () => {
  await hosting.close();
  await rm(home, { recursive: true, force: true });
});

test("the page shows each server with its state, findings, tools and address", async () => {
  const html = await (await fetch(hosting.url)).text();
  expect(html).toContain("1 of 3 servers ready");
  expect(html).toContain("Data &amp; more");
  expect(html).toContain("is &lt;b&gt;full&lt;/b&gt;");
  expect(html).toContain("Empty it.");
  expect(html).toContain("Cannot be loaded: broken build");
  expect(html).toContain("send_ping");
  expect(html).toContain(`${hosting.url}/database/mcp`);
});

test("its policy lets exactly the style and the script of the page run, and nothing else", async () => {
  const response = await fetch(hosting.url);
  const html = await response.text();
  const policy = response.headers.get("content-security-policy") ?? "";
  const hashes = [...html.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g)].map(
    ([, tag, text]) =>
      `${tag}-src 'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`,
  );
  expect(hashes).toHaveLength(2);
  expect(policy.split("; ")).toEqual(expect.arrayContaining(["default-src 'none'", ...hashes]));
  expect(html).not.toMatch(/ (style|on\w+)=|https?:\/\/(?!127\.0\.0\.1)/);
});

test("the page takes nothing but GET and HEAD, and no foreign Host", async () => {
  expect((await fetch(hosting.url, { method: "POST" })).status).toBe(405);
  expect((await fetch(hosting.url, { method: "HEAD" })).status).toBe(200);
  const foreign = await fetch(hosting.url, { headers: { origin: "https://example.com" } });
  expect(foreign.status).toBe(403);
});
