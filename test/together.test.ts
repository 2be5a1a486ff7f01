import { expect, test } from "vitest";
import { connectStdio } from "./support/clients.ts";
import { SERVERS, type Target } from "./support/targets.ts";
import { tempFolder } from "./support/temp-folder.ts";

function serverNamed(wanted: string): Target {
  const found = SERVERS.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`${wanted} is missing`);
  return found;
}

test("a test run by one agent reaches another agent's editor as an event", async () => {
  const project = tempFolder({
    "package.json": JSON.stringify({ name: "shop", type: "module", scripts: { test: "node --test" } }),
    "cart.test.js": 'import { test } from "node:test";\ntest("adds up", () => { throw new Error("off by one"); });\n',
  });
  const [tester, watcher] = await Promise.all([
    connectStdio(serverNamed("testing-qa"), "2026-07-28", project),
    connectStdio(serverNamed("context-bridge"), "2025-11-25", project),
  ]);
  const watch = async (args: Record<string, unknown>): Promise<any> => {
    const { structuredContent } = await watcher.callTool({ name: "wait_for_events", arguments: args });
    return structuredContent;
  };

  const { cursor } = await watch({});
  const waiting = watch({ cursor, types: ["testing.*"], timeoutSeconds: 50 });
  const { structuredContent } = await tester.callTool({ name: "run_tests", arguments: {} });
  const run = structuredContent as { runId: string; verdict: string };
  expect(run.verdict).toBe("failed");
  const { events } = await waiting;
  expect(events).toMatchObject([
    { type: "testing.run_finished", by: "testing-qa", data: { runId: run.runId, verdict: "failed", failed: 1 } },
  ]);
});
