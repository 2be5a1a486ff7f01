import type { ServerDefinition } from "@quartet/core";

/** How an MCP client starts a published server. */
function launch({ name }: ServerDefinition): { command: string; args: string[] } {
  return { command: "npx", args: ["-y", `@quartet/${name}`] };
}

/** The table of the four servers with one-click install links. */
export function serverTable(servers: readonly ServerDefinition[]): string {
  const rows = servers.map(
    (server) =>
      `| [**${server.name}**](docs/${server.name}.md) | ${server.description} | ${vscodeBadge(server)} ${cursorBadge(server)} | \`${claudeLine(server)}\` |`,
  );
  return ["| Server | What it does | Install | Claude Code |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

export function vscodeBadge(server: ServerDefinition): string {
  const config = encodeURIComponent(JSON.stringify(launch(server)));
  const badge = "https://img.shields.io/badge/VS_Code-Install-0098FF?style=flat-square";
  return `[![VS Code](${badge})](https://vscode.dev/redirect/mcp/install?name=${server.name}&config=${config})`;
}

export function cursorBadge(server: ServerDefinition): string {
  const config = encodeURIComponent(Buffer.from(JSON.stringify(launch(server))).toString("base64"));
  const badge = "https://cursor.com/deeplink/mcp-install-dark.svg";
  return `[![Cursor](${badge})](https://cursor.com/en/install-mcp?name=${server.name}&config=${config})`;
}

export function claudeLine(server: ServerDefinition): string {
  const { command, args } = launch(server);
  return `claude mcp add ${server.name} -- ${[command, ...args].join(" ")}`;
}
