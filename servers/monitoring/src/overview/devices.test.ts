import { expect, test } from "vitest";
import { describeDisks } from "./devices.ts";

const space = { sizeBytes: 100, freeBytes: 30, availableBytes: 20, files: 10, filesFree: 4 };
const sample = { device: "/dev/vda", mountPoint: "/", type: "ext4", readOnly: false, space };

test("use is counted as df counts it: of what users other than root can have", () => {
  expect(describeDisks([sample])).toMatchObject([{ usedPercent: 77.8, inodesUsedPercent: 60 }]);
});

test("a device that is mounted many times is shown once, at its shortest path", () => {
  const disks = describeDisks([{ ...sample, mountPoint: "/var/lib/bind" }, sample]);
  expect(disks.map(({ mount }) => mount)).toEqual(["/"]);
});

test("each tmpfs is one of its own, and one without any room is left out", () => {
  const memory = { ...sample, type: "tmpfs", device: "tmpfs" };
  const none = { ...space, sizeBytes: 0, freeBytes: 0, availableBytes: 0 };
  const disks = describeDisks([
    { ...memory, mountPoint: "/tmp" },
    { ...memory, mountPoint: "/run" },
    { ...memory, mountPoint: "/x", space: none },
  ]);
  expect(disks.map(({ mount }) => mount).toSorted()).toEqual(["/run", "/tmp"]);
});

test("one that does not answer comes first and has no numbers", () => {
  const { space: _space, ...silent } = { ...sample, device: "srv:/x", mountPoint: "/net", type: "nfs4" };
  expect(describeDisks([sample, silent])[0]).toEqual({
    mount: "/net",
    device: "srv:/x",
    type: "nfs4",
    answering: false,
    readOnly: false,
  });
});
