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
  return asJson("mcpServers", endpoints, ({ url }) => ({ url, ...(needsToken && { headers }) }));
}

/** The block for VS Code's `mcp.json`. VS Code asks for the token once and keeps it. */
export function vsCodeBlock(endpoints: readonly Endpoint[], needsToken: boolean): string {
  const headers = { Authorization: "Bearer ${input:quartet-token}" };
  const inputs = [{ type: "promptString", id: "quartet-token", description: "Quartet token", password: true }];
  const servers = entries(endpoints, ({ url }) => ({ type: "http", url, ...(needsToken && { headers }) }));
  return JSON.stringify({ ...(needsToken && { inputs }), servers }, undefined, 2);
}

/** The command that adds a server to VS Code's user settings. */
export function vsCodeLine({ name, url }: Endpoint): string {
  return `code --add-mcp '${JSON.stringify({ name, type: "http", url })}'`;
}

function asJson(key: string, endpoints: readonly Endpoint[], entry: (endpoint: Endpoint) => object): string {
  return JSON.stringify({ [key]: entries(endpoints, entry) }, undefined, 2);
}

function entries(endpoints: readonly Endpoint[], entry: (endpoint: Endpoint) => object): Record<string, object> {
  return Object.fromEntries(endpoints.map((endpoint) => [endpoint.name, entry(endpoint)]));
}
