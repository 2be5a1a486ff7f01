import { expect, test } from "vitest";
import * as z from "zod";
import { defineServer } from "./server.ts";
import { settingDocs, usage } from "./usage.ts";

const definition = defineServer({
  name: "context-bridge",
  title: "Sample",
  version: "1.2.3",
  description: "Shares context.",
  instructions: "i",
  config: z.object({ maxKeys: z.int().default(50).describe("Keys kept"), scope: z.enum(["a", "b"]).optional() }),
  context: () => ({}),
  tools: [],
});

test("every setting is documented with flag, variable, type and default", () => {
  const docs = settingDocs(definition);
  expect(docs[0]).toEqual({
    key: "maxKeys",
    flag: "--max-keys",
    env: "CONTEXT_BRIDGE_MAX_KEYS",
    type: "number",
    defaultValue: "50",
    description: "Keys kept",
  });
  expect(docs.map(({ key }) => key)).toContain("toolTimeoutMs");
  expect(docs.find(({ key }) => key === "scope")?.type).toBe("a | b");
  expect(docs.filter(({ key }) => key !== "scope").every(({ description }) => description !== "")).toBe(true);
});

test("--help shows each flag with its variable", () => {
  const text = usage(definition);
  expect(text).toContain("--max-keys <number>\n      Keys kept (default 50)\n      CONTEXT_BRIDGE_MAX_KEYS");
  expect(text).toContain("quartet-context-bridge 1.2.3");
  expect(text).toContain("--config <file> or CONTEXT_BRIDGE_CONFIG");
});
