import { claudeCodeLine, cursorBlock, type Endpoint, vsCodeBlock } from "../connect-lines.ts";
import { escapeHtml } from "./escape.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import type { ServerView, ToolView } from "./view.ts";

const EFFECTS = { read: "reads", write: "writes", destroy: "can destroy" } as const;

/** The page as one document without any other file. */
export function renderPage(
  servers: readonly ServerView[],
  { origin, needsToken }: { origin: string; needsToken: boolean },
): string {
  const ready = servers.filter((server) => server.ready).length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quartet: ${ready} of ${servers.length} servers ready</title>
<style>${style}</style>
</head>
<body>
<div class="top"><div>
<h1><span>Quartet</span></h1>
<p class="summary"><strong>${ready} of ${servers.length} servers ready</strong> on ${escapeHtml(origin)}</p>
</div></div>
<main>
<section class="servers" aria-label="Servers">
${servers.map(renderServer).join("\n")}
</section>
${renderClients(servers, needsToken)}
<p class="foot">Also here: <a href="/readyz"><code>/readyz</code></a>, <a href="/healthz"><code>/healthz</code></a> and
<a href="/metrics"><code>/metrics</code></a>. The state above was read when this page was loaded.</p>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function renderServer(server: ServerView): string {
  const state = server.ready ? "ready" : "failing";
  return `<article class="card" id="${escapeHtml(server.name)}">
<header><h2>${escapeHtml(server.title)}</h2><span class="state ${state}">${state}</span></header>
<p class="about">${escapeHtml(server.description)}</p>
${renderFindings(server)}
${renderCopyable(server.url)}
${server.tools.length === 0 ? "" : `<dl class="tools">\n${server.tools.map(renderTool).join("\n")}\n</dl>`}
</article>`;
}

function renderFindings({ findings }: ServerView): string {
  const failures = findings.filter(({ ok }) => !ok);
  if (failures.length === 0) return "";
  const items = failures.map(
    ({ name, detail, hint }) =>
      `<li><b>${escapeHtml(name)}</b>: ${escapeHtml(detail)}${hint === undefined ? "" : `<p>${escapeHtml(hint)}</p>`}</li>`,
  );
  return `<ul class="findings">${items.join("")}</ul>`;
}

function renderTool({ name, title, effect, description }: ToolView): string {
  return `<dt><code>${escapeHtml(name)}</code></dt>
<dd><b>${escapeHtml(title)}</b><span class="effect ${effect}">${EFFECTS[effect]}</span><br>${escapeHtml(description)}</dd>`;
}

function renderClients(endpoints: readonly Endpoint[], needsToken: boolean): string {
  const lines = endpoints.map((endpoint) => claudeCodeLine(endpoint, needsToken)).join("\n");
  return `<section class="connect">
<h2>Connect a client</h2>
<p>Take all of them, or only the lines of the servers you want.</p>
<div class="clients">
${renderClient({ title: "Claude Code", where: "Run in a shell", text: lines })}
${renderClient({ title: "Cursor", where: "~/.cursor/mcp.json", text: cursorBlock(endpoints, needsToken) })}
${renderClient({ title: "VS Code", where: ".vscode/mcp.json", text: vsCodeBlock(endpoints, needsToken) })}
</div>
</section>`;
}

function renderClient(client: { title: string; where: string; text: string }): string {
  return `<div class="card"><h3>${client.title}</h3>
<p class="where">${escapeHtml(client.where)}</p>
${renderCopyable(client.text)}</div>`;
}

function renderCopyable(text: string): string {
  return `<div class="copyable"><pre><code>${escapeHtml(text)}</code></pre><button type="button">Copy</button></div>`;
}
