import { describe, expect, test } from "vitest";
import { connectStdio, REVISIONS } from "./support/clients.ts";
import { MODERN_META, startServer } from "./support/raw-server.ts";
import { ALL, type Target } from "./support/targets.ts";

describe.for(ALL)("the $name server over stdio", (target: Target) => {
  test.for(REVISIONS)("lists and answers for a client of revision %s", async (revision) => {
    const client = await connectStdio(target, revision);
    if (revision !== "auto") expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getServerVersion()?.name).toBe(`quartet-${target.name}`);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain(target.quick.name);
    const result = await client.callTool(target.quick);
    expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
    expect(result.structuredContent).toBeTypeOf("object");
  });

  test("writes nothing but JSON-RPC to stdout and nothing but JSON lines to stderr", async () => {
    const server = startServer(target, { args: ["--log-level", "trace"] });
    await server.initialize();
    server.write("no JSON at all\n");
    server.send({ id: 1, method: "tools/list" });
    server.send({ id: 2, method: "tools/call", params: target.quick });
    server.send({ id: 3, method: "tools/call", params: { name: "no_such_tool", arguments: {} } });
    server.send({ id: 4, method: "no/such/method" });
    await Promise.all([1, 2, 3, 4].map((id) => server.answerTo(id)));
    server.child.stdin.end();
    await server.exited;
    for (const message of server.messages()) expect(message).toMatchObject({ jsonrpc: "2.0" });
    expect(server.messages().length).toBeGreaterThanOrEqual(6);
    for (const log of server.logs()) expect(log).toMatchObject({ level: expect.any(String), time: expect.any(String) });
  });

  test("answers requests of the 2026 revision without any opening", async () => {
    const server = startServer(target);
    server.send({ id: 1, method: "tools/call", params: { ...target.quick, _meta: MODERN_META } });
    expect(await server.answerTo(1)).toMatchObject({ result: { structuredContent: expect.any(Object) } });
  });
});
