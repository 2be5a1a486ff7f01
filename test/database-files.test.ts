import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startServer } from "./support/raw-server.ts";
import { SERVERS, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

const database = SERVERS.find(({ name }) => name === "database") as Target;
const CODES = /^(unavailable|not_found|invalid_input|denied): /;

describe("a database file", () => {
  test.for([
    ["that is absent", (folder: string) => join(folder, "absent.db")],
    ["in a folder that is absent", (folder: string) => join(folder, "no/such/folder/x.db")],
    ["that is a folder", (folder: string) => join(folder, "folder.db")],
    ["that is no database", (folder: string) => join(folder, "text.db")],
    ["that is cut off", (folder: string) => join(folder, "cut.db")],
    ["below a file", (folder: string) => join(folder, "text.db/below.db")],
  ] as const)("%s is a stated failure with a next step, and the server goes on", async ([, pathOf]) => {
    const folder = tempFolder({
      "text.db": "this is just some text that is long enough to be taken for a header of a database file\n".repeat(20),
      "cut.db": `SQLite format 3\0${"\u0001".repeat(100)}`,
    });
    mkdirSync(join(folder, "folder.db"));
    const env = { DATABASE_URL: pathOf(folder) };
    const server = startServer(database, { env });
    await server.initialize();
    server.send({
      id: 1,
      method: "tools/call",
      params: { name: "run_query", arguments: { sql: "SELECT * FROM sqlite_master" } },
    });
    const { result } = await server.answerTo(1);
    const [text] = result.content;
    expect(result.isError, text.text).toBe(true);
    expect(text.text).toMatch(CODES);
    const [, hint = ""] = text.text.split("\n");
    expect(hint.trim()).not.toBe("");
    expect(text.text).not.toMatch(/\n\s+at |SqliteError/);
    server.send({ id: 2, method: "tools/call", params: database.quick });
    const listed = await server.answerTo(2);
    expect(listed.result.structuredContent.connections).toMatchObject([{ state: "unavailable" }]);

    const check = startServer(database, { env, args: ["--check"] });
    expect(await check.exited).toEqual({ code: 1, signal: null });
    expect(check.stdoutLines.join("\n")).toContain("FAIL");
  });
});
