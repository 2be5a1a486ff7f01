import type { ServerDefinition } from "@quartet/core";
import { DEFAULT_PORT } from "@quartet/core/host";
import { claudeCodeLine, type Endpoint } from "../../shared/cli/src/connect-lines.ts";

/** A server as `npm start` serves it. Links lead there, because nothing is published that they could install. */
function endpointOf({ name }: ServerDefinition): Endpoint {
  return { name, url: `http://127.0.0.1:${DEFAULT_PORT}/${name}/mcp` };
}

/** The table of the servers with one-click links. */
export function serverTable(servers: readonly ServerDefinition[]): string {
  const rows = servers.map((server) => {
    const endpoint = endpointOf(server);
    return `| [**${server.name}**](docs/${server.name}.md) | ${server.description} | ${badges(endpoint)} | \`${claudeCodeLine(endpoint, false)}\` |`;
  });
  return ["| Server | What it does | Add to | Claude Code |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** How a server is added to a client from a checkout, and later without one. */
export function installSection(server: ServerDefinition): string {
  const endpoint = endpointOf(server);
  return `While \`npm start\` runs in a checkout, these add the server to a client:

${badges(endpoint)}

${shell(claudeCodeLine(endpoint, false))}

From the first release on, \`${npxLine(server)}\` starts it without a checkout.`;
}

/** The same for the page that is published with the package. */
export function packageInstallSection(server: ServerDefinition): string {
  return `From the first release on, MCP clients start it with \`${npxLine(server)}\`. In Claude Code:

${shell(`claude mcp add ${server.name} -- ${npxLine(server)}`)}`;
}

function badges(endpoint: Endpoint): string {
  return `${vscodeBadge(endpoint)} ${cursorBadge(endpoint)}`;
}

function vscodeBadge({ name, url }: Endpoint): string {
  const config = encodeURIComponent(JSON.stringify({ type: "http", url }));
  const badge = "https://img.shields.io/badge/VS_Code-Add-0098FF?style=flat-square";
  return `[![VS Code](${badge})](https://vscode.dev/redirect/mcp/install?name=${name}&config=${config})`;
}

function cursorBadge({ name, url }: Endpoint): string {
  const config = encodeURIComponent(Buffer.from(JSON.stringify({ url })).toString("base64"));
  const badge = "https://cursor.com/deeplink/mcp-install-dark.svg";
  return `[![Cursor](${badge})](https://cursor.com/en/install-mcp?name=${name}&config=${config})`;
}

function npxLine({ name }: ServerDefinition): string {
  return `npx -y @quartet/${name}`;
}

function shell(command: string): string {
  return `\`\`\`sh\n${command}\n\`\`\``;
}
