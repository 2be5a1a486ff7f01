import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Session } from "@quartet/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { server } from "../server.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quartet-status-"));
});
function openIn(path: string): Promise<Session> {
  return connect(server, { config: { project: join(folder, path) }, home: folder });
}
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("tells the store, the namespace and what it holds", async () => {
  mkdirSync(join(folder, "shop", ".git"), { recursive: true });
  mkdirSync(join(folder, "shop", "src"));
  const session = await connect(server, { config: { project: join(folder, "shop", "src"), agent: "ann" } });
  await session.call("store_context", { key: "k", value: 1 });
  const status = await session.call("bridge_status");
  expect(status).toMatchObject({
    store: "local",
    degraded: false,
    contexts: 1,
    events: 1,
    you: "ann",
    writers: ["ann"],
  });
  expect(status.namespace).toMatch(/^shop-[0-9a-f]{12}$/);
  expect(status.project).toMatch(/shop$/);
  expect(status.path).toContain(session.home);
  await session.close();
});

test("two folders of one project share, and two projects do not", async () => {
  for (const path of ["one/.git", "one/src", "two/.git"]) mkdirSync(join(folder, path), { recursive: true });
  const [root, inner, stranger] = await Promise.all(["one", "one/src", "two"].map(openIn));
  await root?.call("store_context", { key: "k", value: 1 });
  expect((await inner?.call("list_contexts"))?.total).toBe(1);
  expect((await stranger?.call("list_contexts"))?.total).toBe(0);
  for (const session of [root, inner, stranger]) await session?.close();
});

test("where no file can be kept it says so in every answer", async () => {
  writeFileSync(join(folder, "bus"), "");
  const session = await connect(server, { config: { namespace: "test" }, home: folder });
  const memory = { store: "memory", degraded: true, scope: "this process only" };
  expect(await session.call("store_context", { key: "k", value: 1 })).toMatchObject(memory);
  expect(await session.call("retrieve_context", { keys: ["k"] })).toMatchObject(memory);
  const status = await session.call("bridge_status");
  expect(status).toMatchObject({
    ...memory,
    reason: expect.stringContaining("a file stands where its folder belongs"),
  });
  await session.close();
});

test("asked for a shared file that cannot be kept, it fails and works as soon as it can", async () => {
  writeFileSync(join(folder, "bus"), "");
  const session = await connect(server, { config: { namespace: "test", store: "local" }, home: folder });
  expect(await session.fail("list_contexts")).toMatchObject({ code: "unavailable" });
  rmSync(join(folder, "bus"));
  expect(await session.call("list_contexts")).toMatchObject({ store: "local", degraded: false });
  await session.close();
});
