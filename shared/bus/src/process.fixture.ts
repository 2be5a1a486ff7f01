/** A process of its own that uses the store as told: `node process.fixture.ts HOME JOB NAME COUNT`; one line per acknowledged step. */
import process from "node:process";
import { openStore } from "./open-store.ts";
import { updateEntry } from "./update-entry.ts";
import { waitForEvents } from "./wait-for-events.ts";

const [home = "", job = "", name = "", count = "0"] = process.argv.slice(2);
const store = await openStore({ kind: "local", home, namespace: "shared" });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function put(n: number): Promise<void> {
  const { revision } = await store.put({ key: `${name}/${n}`, value: n, by: name, operationId: `${name}-${n}` });
  say(`${n} ${revision}`);
}

/** Reads and writes back with compare-and-set until it holds, as an agent would. */
async function increment(): Promise<void> {
  for (;;) {
    const [entry] = await store.get(["counter"]);
    const value = Number(entry?.value ?? 0) + 1;
    const done = await store
      .put({ key: "counter", value, by: name, expect: entry?.revision ?? "absent" })
      .then(() => true)
      .catch((error: { code: string }) => error.code !== "conflict" && Promise.reject(error));
    if (done) return;
  }
}

async function patch(n: number): Promise<void> {
  await updateEntry(store, { key: "shared", by: name, patch: { [`${name}-${n}`]: n } });
}

async function echo(): Promise<void> {
  let cursor = await store.head();
  say("ready");
  for (let seen = 0; seen < Number(count);) {
    const request = { cursor, limit: 100, keyPattern: "ping/*" };
    const page = await waitForEvents(store, request, { timeoutMs: 60_000, signal: new AbortController().signal });
    for (const event of page.events)
      await store.put({ key: `pong/${event.key ?? ""}`, value: event.sequence, by: name });
    seen += page.events.length;
    ({ cursor } = page);
  }
}

const JOBS: Readonly<Record<string, (n: number) => Promise<void>>> = { put, increment, patch };
const step = JOBS[job];
if (job === "echo") await echo();
else for (let n = 0; n < Number(count); n++) await step?.(n);
await store.close();
