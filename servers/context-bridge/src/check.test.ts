import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "@quartet/bus";
import { ToolError } from "@quartet/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkStore } from "./check.ts";

let home = "";
const opened: Store[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "quartet-check-"));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(): Promise<Store> {
  const store = await openStore({ kind: "auto", home, namespace: "n" });
  opened.push(store);
  return store;
}

async function refuse(): Promise<Store> {
  throw new ToolError("unavailable", "Made by a newer version.", { hint: "Update." });
}

const check = (store: () => Promise<Store>): Promise<unknown> =>
  checkStore({ store, by: "me", projectRoot: undefined });

test("a store that works is reported with what it holds", async () => {
  const store = await open();
  await store.put({ key: "k", value: 1, by: "me" });
  const detail = "local, shared by all processes of this user on this machine; 1 contexts and 1 events in n";
  expect(await check(async () => store)).toEqual([{ name: "store", ok: true, detail }]);
});

test("a store that fell back is not ok", async () => {
  writeFileSync(join(home, "bus"), "");
  const findings = await check(open);
  expect(findings).toMatchObject([
    { ok: false, detail: expect.stringContaining("a file stands where its folder belongs") },
  ]);
});

test("a store that does not open is reported with what it says", async () => {
  expect(await check(refuse)).toEqual([
    { name: "store", ok: false, detail: "Made by a newer version.", hint: "Update." },
  ]);
});
