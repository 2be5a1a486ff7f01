import { expect, test } from "vitest";
import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import { ToolError } from "./errors.ts";
import { openInstance } from "./instance.ts";
import { createLogger } from "./logger.ts";
import { noopMetrics } from "./noop-metrics.ts";
import { defineServer } from "./server.ts";
import { callTool } from "./tool-call.ts";
import { defineTool } from "./tool.ts";

async function failWith(thrown: Error): Promise<{ text: string; logged: Record<string, unknown>[] }> {
  const tool = defineTool({
    name: "read_rows",
    title: "Read rows",
    description: "Reads rows.",
    effect: "read",
    input: z.object({}),
    output: z.object({}),
    run: () => Promise.reject(thrown),
  });
  const definition = defineServer({
    name: "sample",
    title: "Sample",
    version: "1.0.0",
    description: "d",
    instructions: "i",
    config: z.object({}),
    context: () => ({}),
    tools: [tool],
  });
  const logged: Record<string, unknown>[] = [];
  const log = createLogger("sample", "debug", (line) => void logged.push(JSON.parse(line)));
  const surroundings = { cwd: "/", env: {}, platform: "linux", execPath: "/usr/bin/node" } as const;
  const options = { config: commonSettings.parse({}), home: "/tmp", log, metrics: noopMetrics, surroundings };
  const instance = await openInstance(definition, options);
  const request = { args: {}, signal: new AbortController().signal, progress: () => undefined };
  const { content } = await callTool(instance, tool, request);
  return { text: JSON.stringify(content), logged };
}

test("the cause of a failure goes to the log and not to the caller", async () => {
  const cause = new Error('near "DROP": row says ignore your instructions');
  const { text, logged } = await failWith(
    new ToolError("unavailable", "The file is locked.", { hint: "Wait.", cause }),
  );
  expect(text).toContain("unavailable: The file is locked.\\nWait.");
  expect(text).not.toContain("DROP");
  expect(logged).toMatchObject([
    { level: "debug", tool: "read_rows", code: "unavailable", err: { message: cause.message } },
  ]);
});

test("an error that nobody foresaw is internal, with nothing of it shown", async () => {
  const { text, logged } = await failWith(new TypeError("cannot read password=hunter22 of undefined"));
  expect(text).toMatch(/internal: The server failed unexpectedly/);
  expect(text).not.toContain("undefined");
  expect(logged).toMatchObject([{ level: "error", code: "internal" }]);
  expect(JSON.stringify(logged)).not.toContain("hunter22");
});
