import { connect } from "@quartet/testing";
import { expect, onTestFinished, test } from "vitest";
import { server } from "./server.ts";

test("tools and instructions stay within what a model is to be charged with", async () => {
  const session = await connect(server);
  onTestFinished(async () => session.close());
  const { tools } = await session.client.listTools();
  const charged = tools.map(({ name, description, inputSchema }) => JSON.stringify([name, description, inputSchema]));
  expect(charged.join("").length / 4).toBeLessThanOrEqual(3_000);
  expect(JSON.stringify(tools).length / 4).toBeLessThanOrEqual(6_000);
  expect(server.instructions.length / 4).toBeLessThanOrEqual(300);
  expect(tools.map(({ name }) => name)).toEqual(["get_overview", "list_processes", "run_check"]);
});

test("the check names every collector and passes on a machine that can be read", async () => {
  const session = await connect(server);
  onTestFinished(async () => session.close());
  const findings = await session.instance.check();
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual(expect.arrayContaining(["cpu", "memory", "processes"]));
});

test.runIf(process.platform === "linux")(
  "the check fails where the roots lead nowhere, and says how to mend it",
  async () => {
    const session = await connect(server, { config: { procRoot: "/nonexistent" } });
    onTestFinished(async () => session.close());
    const findings = await session.instance.check();
    expect(findings.find(({ name }) => name === "memory")).toMatchObject({ ok: false, hint: /procRoot/ });
  },
);
