import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";

test("each event is one JSON line with level, time, name and message, and without secrets", () => {
  const lines: string[] = [];
  const log = createLogger("sample", "info", (line) => void lines.push(line));
  log.info({ dsn: "postgres://ada:hunter22@db/app", err: new Error("token=abcdef123 refused") }, "connected");
  log.debug("too fine");
  expect(lines).toHaveLength(1);
  const [line = ""] = lines;
  expect(line.endsWith("\n")).toBe(true);
  expect(JSON.parse(line)).toMatchObject({ level: "info", name: "sample", msg: "connected" });
  expect(line).not.toMatch(/hunter22|abcdef123/);
});
