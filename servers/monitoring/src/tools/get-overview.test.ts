import { connect } from "@quartet/testing";
import { expect, onTestFinished, test } from "vitest";
import { overviewResource } from "../resources/overview.ts";
import { server } from "../server.ts";
import { fixtureMachine } from "../collectors/machine.fixture.ts";

test("get_overview measures the machine it runs on over a window that it states", async () => {
  const session = await connect(server);
  onTestFinished(async () => session.close());
  const answer = await session.call("get_overview");
  expect(answer.windowSeconds).toBeGreaterThanOrEqual(0.25);
  expect(answer.cpu.usedPercent).toBeGreaterThanOrEqual(0);
  expect(answer.memory.totalBytes).toBeGreaterThan(0);
  expect(answer.processes.total).toBeGreaterThan(1);
  expect(answer.topByMemory[0]).toHaveProperty("memoryBytes");
});

test("the overview stays within its budget when everything is many", async () => {
  const devices = Array.from({ length: 500 }, (_, index) => `veth${index}`);
  const header = "Inter-| Receive | Transmit\n face |bytes errs drop|bytes errs drop\n";
  const mounts = devices.map((name, index) => `${index} 1 0:${index} / /${name.repeat(50)} rw - ext4 /dev/${name} rw`);
  const { roots, dispose } = await fixtureMachine({
    "proc/net/dev": header + devices.map((name) => `${name}: 5 0 0 5 0 0`).join("\n"),
    "proc/self/mountinfo": mounts.join("\n"),
  });
  onTestFinished(dispose);
  const config = { procRoot: roots.proc, sysRoot: roots.sys, rootfs: roots.rootfs };
  const session = await connect(server, { config });
  onTestFinished(async () => session.close());
  const answer = await session.call("get_overview");
  expect(JSON.stringify(answer).length).toBeLessThan(32_000);
  expect(answer.omitted).toEqual({ disks: 488, diskActivity: 0, network: 488 });
});

test("the resource gives the same as the tool", async () => {
  const session = await connect(server);
  onTestFinished(async () => session.close());
  const { contents } = await session.client.readResource({ uri: "monitoring://overview" });
  const [content] = contents;
  expect(content).toMatchObject({ mimeType: overviewResource.mimeType });
  const answer: unknown = JSON.parse(content && "text" in content ? content.text : "");
  expect(Object.keys(answer as object).toSorted()).toEqual(Object.keys(await session.call("get_overview")).toSorted());
});
