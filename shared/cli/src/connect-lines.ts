/** A server as a client reaches it. */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
}

const TOKEN_VARIABLE = "QUARTET_TOKEN";

/** The command that adds a server to Claude Code. The token stays in a variable, so that no history keeps it. */
export function claudeCodeLine({ name, url }: Endpoint, needsToken: boolean): string {
  const header = needsToken ? ` --header "Authorization: Bearer $${TOKEN_VARIABLE}"` : "";
  return `claude mcp add --transport http ${name} ${url}${header}`;
}

/** The block for Cursor's `mcp.json`. */
export function cursorBlock(endpoints: readonly Endpoint[], needsToken: boolean): string {
  const headers = { Authorization: `Bearer \${env:${TOKEN_VARIABLE}}` };
  const entries = endpoints.map(({ name, url }) => entry(name, { url, ...(needsToken && { headers }) }));
  return block([section("mcpServers", entries, "{}")]);
}

/** The block for VS Code's `mcp.json`. VS Code asks for the token once and keeps it. */
export function vsCodeBlock(endpoints: readonly Endpoint[], needsToken: boolean): string {
  const headers = { Authorization: "Bearer ${input:quartet-token}" };
  const input = { type: "promptString", id: "quartet-token", description: "Quartet token", password: true };
  const entries = endpoints.map(({ name, url }) => entry(name, { type: "http", url, ...(needsToken && { headers }) }));
  const inputs = needsToken ? [section("inputs", [JSON.stringify(input)], "[]")] : [];
  return block([...inputs, section("servers", entries, "{}")]);
}

/** The command that adds a server to VS Code's user settings. */
export function vsCodeLine({ name, url }: Endpoint): string {
  return `code --add-mcp '${JSON.stringify({ name, type: "http", url })}'`;
}

function entry(name: string, value: object): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

/** JSON with one line per server, which is easier to pick from than one line per brace. */
function section(key: string, lines: readonly string[], [open, close]: "{}" | "[]"): string {
  return `  ${JSON.stringify(key)}: ${open}\n${lines.map((line) => `    ${line}`).join(",\n")}\n  ${close}`;
}

function block(sections: readonly string[]): string {
  return `{\n${sections.join(",\n")}\n}`;
}
