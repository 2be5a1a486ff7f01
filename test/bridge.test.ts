import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { connectStdio } from "./support/clients.ts";
import { SERVERS } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

test("two processes of the context bridge share a value and an event within one long poll", async () => {
  const bridge = SERVERS.find(({ name }) => name === "context-bridge");
  if (bridge === undefined) throw new Error("the context bridge is missing");
  const home = tempFolder({ "package.json": "{}" });
  const [writer, reader] = await Promise.all([
    connectStdio(bridge, "2026-07-28", home),
    connectStdio(bridge, "2025-11-25", home),
  ]);
  const read = async (name: string, args: Record<string, unknown>): Promise<any> => {
    const { structuredContent, isError, content } = await reader.callTool({ name, arguments: args });
    expect(isError, JSON.stringify(content)).not.toBe(true);
    return structuredContent;
  };

  const { cursor } = await read("wait_for_events", {});
  const waiting = read("wait_for_events", { cursor, timeoutSeconds: 30 });
  const began = performance.now();
  const value = { chosen: "oauth", by: ["a", "b"] };
  await writer.callTool({ name: "store_context", arguments: { key: "decision/auth", value } });
  const { events } = await waiting;
  const seenAfterMs = Math.round(performance.now() - began);
  expect(events).toMatchObject([{ type: "context.stored", key: "decision/auth" }]);
  expect(await read("retrieve_context", { keys: ["decision/auth"] })).toMatchObject({ contexts: [{ value }] });
  console.log(`context bridge: an event crossed two processes in ${seenAfterMs} ms`);
});
