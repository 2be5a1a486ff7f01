import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { NODE, runCommand } from "./commands/run-command.ts";
import { SERVERS } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

const CHROMIUM = findOnPath("chromium");

interface Rendered {
  readonly dom: string;
  /** What the page wrote to the browser's console, such as violations of its policy. */
  readonly console: readonly string[];
}

/** Opens a page in a browser of its own, which asks nobody but that page for anything. */
async function render(url: string): Promise<Rendered> {
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--enable-logging=stderr",
    `--user-data-dir=${tempFolder()}`,
  ];
  const { stdout, stderr } = await promisify(execFile)(CHROMIUM ?? "", [...flags, "--dump-dom", url], {
    timeout: 45_000,
    killSignal: "SIGKILL",
  });
  return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")) };
}

test("a browser shows the page of quartet serve, and nothing of it breaks its own policy", async (context) => {
  if (CHROMIUM === undefined) context.skip("chromium is not installed");
  let page: Rendered = { dom: "", console: [] };
  await runCommand([NODE, "shared/cli/dist/index.js", "serve", "--port", "0"], {
    until: "Serving until Ctrl-C",
    async meanwhile(out, child) {
      page = await render(/http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? "").finally(() => child.kill("SIGTERM"));
    },
  });
  expect(page.console).toEqual([]);
  expect(page.dom).toContain("4 of 4 servers ready");
  for (const { name, quick } of SERVERS) {
    expect(page.dom).toMatch(new RegExp(`<article class="card" id="${name}">`));
    expect(page.dom).toContain(`<code>${quick.name}</code>`);
  }
});

// Were violations not reported, the test above would prove nothing.
test("a browser reports a script that a policy stops", async (context) => {
  if (CHROMIUM === undefined) context.skip("chromium is not installed");
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": "script-src 'none'" });
    response.end("<!doctype html><title>before</title><script>document.title = 'after'</script>");
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { dom, console } = await render(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(dom).toContain("<title>before</title>");
  expect(console.join("\n")).toContain("Content Security Policy");
});

function findOnPath(name: string): string | undefined {
  const files = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => existsSync(file));
}
