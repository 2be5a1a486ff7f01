import { afterEach, expect, test, vi } from "vitest";
import { loadPlugins } from "./plugins.ts";

afterEach(() => vi.useRealTimers());

const moduleOf = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

test("a module that never finishes loading is given up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const loading = loadPlugins({ plugins: [moduleOf("await new Promise(() => {}); export const tools = [];")] }, []);
  const outcome = loading.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(String(await outcome)).toMatch(/cannot be loaded: it did not load within 10 seconds/);
});

test("a tool that throws when it is looked at is refused with the name of its module", async () => {
  const thrower = moduleOf(`
    const tool = { [Symbol.for("quartet.tool")]: true, get name() { throw new Error("no name for you"); } };
    export const tools = [tool];`);
  await expect(loadPlugins({ plugins: [thrower] }, [])).rejects.toThrow(
    /data:.* is refused: a tool of it cannot be read: no name/,
  );
});

test("a file written without a path is told from a package", async () => {
  await expect(loadPlugins({ plugins: ["shared/tools.ts"] }, [])).rejects.toThrow(
    'plugins: "shared/tools.ts" cannot be loaded: there is no package of that name. For a file write ./shared/tools.ts',
  );
});
