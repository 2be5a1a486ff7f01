import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { fixtureMachine } from "./machine.fixture.ts";
import { filesystemCollector } from "./filesystems.ts";

const mountinfo = `22 27 0:21 / /proc rw - proc proc rw
27 1 254:0 / / rw,relatime - overlay overlay rw
28 27 254:1 / /data\\040one ro,relatime - ext4 /dev/vdb ro
29 27 0:30 / /snap/core ro - squashfs /dev/loop3 ro
30 27 0:31 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
31 27 0:32 / /gone rw - ext4 /dev/vdc rw
32 27 0:33 / /run rw - tmpfs tmpfs rw
34 27 0:35 / /${"x".repeat(300)} rw - ext4 /dev/vde rw
33 27 0:34 / /data\\040one ro - ext4 /dev/vdd rw
`;

test("pseudo file systems are left out, a container's root is not, and what does not answer is said so", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/self/mountinfo": mountinfo });
  onTestFinished(dispose);
  await mkdir(join(roots.rootfs, "data one"));
  await mkdir(join(roots.rootfs, "run"));
  const samples = (await filesystemCollector(roots).collect()) ?? [];
  expect(
    samples.map(({ mountPoint, device, readOnly, space }) => [mountPoint, device, readOnly, space !== undefined]),
  ).toEqual([
    ["/", "overlay", false, true],
    ["/data one", "/dev/vdd", true, true],
    ["/gone", "/dev/vdc", false, false],
    ["/run", "tmpfs", false, true],
    [`/${"x".repeat(300)}`, "/dev/vde", false, false],
  ]);
});

test("two that ask at once both get the answer", async () => {
  const { roots, dispose } = await fixtureMachine({ "proc/self/mountinfo": mountinfo });
  onTestFinished(dispose);
  const collector = filesystemCollector(roots);
  const [one, other] = await Promise.all([collector.collect(), collector.collect()]);
  expect(one?.[0]?.space).toBeDefined();
  expect(other?.[0]?.space).toEqual(one?.[0]?.space);
});

test.runIf(process.platform === "linux")("the real root has the size that df tells", async () => {
  const samples = await filesystemCollector({ proc: "/proc", sys: "/sys", rootfs: "/" }).collect();
  const root = samples?.find(({ mountPoint }) => mountPoint === "/");
  const { stdout } = await promisify(execFile)("df", ["--block-size=1", "--output=size", "/"]);
  expect(root?.space?.sizeBytes).toBe(Number(stdout.split("\n")[1]));
});
