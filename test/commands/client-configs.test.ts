import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import * as z from "zod";
import { environment, ROOT } from "../support/targets.ts";
import { tempFolder } from "../support/temp-folder.ts";

const Settings = z.object({
  mcpServers: z.record(z.string(), z.strictObject({ command: z.string(), args: z.array(z.string()) })),
});

const NAMES = ["database", "monitoring", "testing-qa", "context-bridge"];
const FILES = [".mcp.json", ".cursor/mcp.json", ".gemini/settings.json"];
const ENTRIES = FILES.flatMap((file) =>
  Object.entries(Settings.parse(JSON.parse(readFileSync(join(ROOT, file), "utf8"))).mcpServers).map(
    ([name, entry]) => ({ file, name, entry }),
  ),
);

test("each of the files names the four servers", () => {
  for (const file of FILES) {
    expect(ENTRIES.filter((entry) => entry.file === file).map(({ name }) => name)).toEqual(NAMES);
  }
});

test.for(ENTRIES)("$file starts $name from the checkout", async ({ name, entry }) => {
  const transport = new StdioClientTransport({
    command: fill(entry.command),
    args: entry.args.map((argument) => fill(argument)),
    cwd: ROOT,
    env: environment(tempFolder()),
  });
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport);
  expect(client.getServerVersion()?.name).toBe(`quartet-${name}`);
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  await client.close();
});

/** Cursor puts the folder that is open in place of its variable. */
function fill(text: string): string {
  return text.replace("${workspaceFolder}", ROOT.replace(/\/$/, ""));
}
