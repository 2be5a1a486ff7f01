import { expect, test } from "vitest";
import { installSection, packageInstallSection, serverTable } from "./install-links.ts";
import { SERVERS } from "./servers.ts";

const [database] = SERVERS;
if (database === undefined) throw new Error("no server");
const url = "http://127.0.0.1:7420/database/mcp";

function configOf(text: string, link: RegExp): string {
  return new URL(link.exec(text)?.[0] ?? "").searchParams.get("config") ?? "";
}

test("one-click links hold the address that npm start serves, and start no process", () => {
  for (const text of [installSection(database), serverTable([database])]) {
    expect(JSON.parse(configOf(text, /https:\/\/vscode\.dev\/[^)]+/))).toEqual({ type: "http", url });
    const cursor = configOf(text, /https:\/\/cursor\.com\/en\/install-mcp[^)]+/);
    expect(JSON.parse(Buffer.from(cursor, "base64").toString())).toEqual({ url });
    expect(text).toContain(`claude mcp add --transport http database ${url}`);
  }
  expect(serverTable(SERVERS)).not.toContain("npx");
});

test("a command that needs a release says so", () => {
  for (const text of [installSection(database), packageInstallSection(database)]) {
    expect(text).toMatch(/From the first release on, [^\n]*`npx -y @quartet\/database`/);
  }
});
