import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startServer } from "./support/raw-server.ts";
import { ROOT, SERVERS } from "./support/targets.ts";

const plugin = (name: string): string => join(ROOT, `shared/testing/fixtures/plugins/${name}.ts`);

describe.for(SERVERS)("a plugin of the built $name server", (target) => {
  test("may bring its own copy of the core, and its failures are understood", async () => {
    // The plugin finds the core's sources, while the server has the core bundled.
    const node = { ...target, entry: ["--conditions=@quartet/source", ...target.entry] };
    const server = startServer(node, { args: ["--plugins", plugin("good")] });
    await server.initialize();
    server.send({ id: 1, method: "tools/call", params: { name: "reverse_text", arguments: { text: "abc" } } });
    server.send({ id: 2, method: "tools/call", params: { name: "reverse_text", arguments: { text: "" } } });
    server.send({ id: 3, method: "tools/call", params: { name: "reverse_text", arguments: { txt: "" } } });
    expect(await server.answerTo(1)).toMatchObject({ result: { structuredContent: { text: "cba" } } });
    const stated = { isError: true, content: [{ text: "invalid_input: text: is empty.\nGive some text." }] };
    expect(await server.answerTo(2)).toMatchObject({ result: stated });
    const refused = { isError: true, content: [{ text: expect.stringContaining('Did you mean "text"?') }] };
    expect(await server.answerTo(3)).toMatchObject({ result: refused });
  });

  test("may print, which does not reach the protocol", async () => {
    const server = startServer(target, { args: ["--plugins", plugin("prints")] });
    await server.initialize();
    expect(server.stdoutLines.map((line) => JSON.parse(line) as unknown)).toHaveLength(1);
    expect(server.stderr).toContain("a line of the plugin");
  });

  test("that does not fit ends the start with the reason", async () => {
    const node = { ...target, entry: ["--conditions=@quartet/source", ...target.entry] };
    const server = startServer(node, { args: ["--plugins", `${plugin("throws")},${plugin("absent")}`] });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stdoutLines).toEqual([]);
    expect(server.stderr).toContain("the plugin does not start");
    expect(server.stderr).toContain("absent.ts");
    expect(server.stderr).not.toMatch(/\n\s+at /);
  });
});
