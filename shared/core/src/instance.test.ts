import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { commonSettings } from "./common-settings.ts";
import { ToolError } from "./errors.ts";
import { type Instance, openInstance } from "./instance.ts";
import { createLogger } from "./logger.ts";
import { noopMetrics } from "./noop-metrics.ts";
import { defineServer, type Setup } from "./server.ts";

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "quartet-instance-"))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

function open(context: (setup: Setup<object>) => unknown, at = home): Promise<Instance> {
  const definition = defineServer({
    name: "sample",
    title: "Sample",
    version: "1.0.0",
    description: "d",
    instructions: "i",
    config: z.object({}),
    context,
    tools: [],
    check: () => [{ name: "disk", ok: true, detail: "fine" }],
  });
  const log = createLogger("sample", "silent", () => undefined);
  const config = commonSettings.parse({});
  const surroundings = { cwd: at, env: {}, platform: "linux", execPath: "/usr/bin/node" } as const;
  return openInstance(definition, { config, home: at, log, metrics: noopMetrics, surroundings });
}

test("the context is built once, at the first call", async () => {
  const build = vi.fn<() => object>(() => ({}));
  const instance = await open(build);
  expect(build).not.toHaveBeenCalled();
  const [first, second] = await Promise.all([instance.context(), instance.context()]);
  expect(first).toBe(second);
  expect(build).toHaveBeenCalledOnce();
});

test("a failed build is tried again at the next call", async () => {
  const build = vi.fn<() => object>().mockImplementationOnce(() => {
    throw new ToolError("unavailable", "not yet");
  });
  const instance = await open(build.mockReturnValue({ ok: true }));
  await expect(instance.context()).rejects.toThrow("not yet");
  await expect(instance.context()).resolves.toEqual({ ok: true });
});

test("a build that fails halfway closes what it had opened", async () => {
  const closed: string[] = [];
  const instance = await open((setup) => {
    setup.onClose(() => void closed.push("half"));
    throw new ToolError("unavailable", "no");
  });
  await expect(instance.context()).rejects.toThrow("no");
  expect(closed).toEqual(["half"]);
});

test("closing runs what was registered in reverse order, all of it, and refuses further work", async () => {
  const closed: string[] = [];
  const instance = await open((setup) => {
    setup.onClose(() => void closed.push("store"));
    setup.onClose(() => Promise.reject(new Error("stuck")));
    setup.onClose(() => void closed.push("child"));
  });
  await instance.context();
  await instance.close();
  expect(closed).toEqual(["child", "store"]);
  expect(instance.signal.aborted).toBe(true);
  expect(() => instance.context()).toThrow("shutting down");
});

test("a home that cannot be made is named, with the setting to change", async () => {
  const instance = await open(() => ({}), "/dev/null/quartet");
  await expect(instance.context()).rejects.toMatchObject({
    code: "unavailable",
    hint: expect.stringContaining("QUARTET_HOME"),
  });
  expect(await instance.check()).toMatchObject([{ name: "start", ok: false }]);
});

test("checks come from the server once its context stands", async () => {
  const instance = await open(() => ({}));
  expect(await instance.check()).toEqual([{ name: "disk", ok: true, detail: "fine" }]);
});
