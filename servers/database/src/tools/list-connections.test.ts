import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@quartet/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { server } from "../server.ts";

// Query processes take their time to start on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

async function open(config: Record<string, unknown>) {
  const session = await connect(server, { config });
  onTestFinished(() => session.close());
  return session;
}

describe("list_connections", () => {
  test("shows the sample when nothing is set", async () => {
    const session = await open({});
    expect(await session.call("list_connections")).toEqual({
      connections: [
        {
          name: "sample",
          state: "ready",
          engine: "sqlite",
          version: expect.stringMatching(/^3\.\d+/),
          sizeBytes: expect.any(Number),
          tables: 8,
          views: 1,
          readOnly: true,
          posture: expect.stringContaining("read-only"),
        },
      ],
    });
    expect(await session.instance.check()).toEqual([
      { name: "connection sample", ok: true, detail: expect.stringContaining("tables: 8") },
    ]);
  });

  test.each([
    ["a file that is not there", "/nowhere/shop.db", /does not exist/],
    ["a folder", tmpdir(), /is a folder/],
    ["a PostgreSQL server", "postgres://me:hunter2@db.example/shop", /PostgreSQL.*SQLite only/],
  ])("answers with the reason for %s, and so do the check and the other tools", async (_what, url, reason) => {
    const session = await open({ url });
    const { connections } = await session.call("list_connections");
    expect(connections).toMatchObject([
      { state: "unavailable", readOnly: true, problem: expect.stringMatching(reason) },
    ]);
    expect(connections[0].hint).toMatch(/\w{3}/);
    const [finding] = await session.instance.check();
    expect(finding).toMatchObject({ ok: false, detail: expect.stringMatching(reason), hint: connections[0].hint });
    const calls = { search_schema: {}, describe_table: { table: "t" }, run_query: { sql: "SELECT 1" } };
    for (const [tool, args] of Object.entries(calls)) {
      expect(await session.fail(tool, args)).toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(reason),
      });
    }
    expect(JSON.stringify([connections, finding])).not.toContain("hunter2");
    expect((await session.client.listResources()).resources.map(({ uri }) => uri)).toEqual(["schema://map"]);
  });

  test("answers with the reason for a file that is no database", async () => {
    const folder = await mkdtemp(join(tmpdir(), "quartet-database-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "notes.txt"), "Remember the milk. ".repeat(100));
    const session = await open({ url: `file:${join(folder, "notes.txt")}` });
    const { connections } = await session.call("list_connections");
    expect(connections).toMatchObject([{ name: "notes", state: "unavailable", problem: /encrypted/ }]);
  });
});
