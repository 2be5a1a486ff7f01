import { expect, test } from "vitest";
import { claudeCodeLine, cursorBlock, vsCodeBlock, vsCodeLine } from "./connect-lines.ts";

const database = { name: "database", url: "http://127.0.0.1:7420/database/mcp" };
const monitoring = { name: "monitoring", url: "http://127.0.0.1:7420/monitoring/mcp" };

test("Claude Code gets one command per server", () => {
  expect(claudeCodeLine(database, false)).toBe(
    "claude mcp add --transport http database http://127.0.0.1:7420/database/mcp",
  );
});

test("Cursor and VS Code get JSON that holds every server", () => {
  expect(JSON.parse(cursorBlock([database, monitoring], false))).toEqual({
    mcpServers: { database: { url: database.url }, monitoring: { url: monitoring.url } },
  });
  expect(JSON.parse(vsCodeBlock([database, monitoring], false))).toEqual({
    servers: { database: { type: "http", url: database.url }, monitoring: { type: "http", url: monitoring.url } },
  });
  expect(vsCodeLine(database)).toBe(
    `code --add-mcp '{"name":"database","type":"http","url":"http://127.0.0.1:7420/database/mcp"}'`,
  );
});

test("with a token every client is told where to find it, without the token itself", () => {
  expect(claudeCodeLine(database, true)).toContain('--header "Authorization: Bearer $QUARTET_TOKEN"');
  expect(JSON.parse(cursorBlock([database], true)).mcpServers.database.headers).toEqual({
    Authorization: "Bearer ${env:QUARTET_TOKEN}",
  });
  const { inputs, servers } = JSON.parse(vsCodeBlock([database], true));
  expect(servers.database.headers.Authorization).toBe(`Bearer \${input:${inputs[0].id}}`);
});
