import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMountinfo, unescapePath } from "./mounts.ts";

/** As the kernel writes them, seq_escape with " \t\n\\#". */
function escapePath(path: string): string {
  return path.replaceAll(/[ \t\n\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

test("optional fields of any number stand before the dash", () => {
  const text = [
    "36 35 98:0 / / rw,noatime - ext3 /dev/root rw,errors=continue",
    "37 35 98:1 /sub /mnt/a ro,nosuid shared:1 master:2 - xfs /dev/sdb1 rw",
  ].join("\n");
  expect(parseMountinfo(text)).toEqual([
    {
      device: "/dev/root",
      mountPoint: "/",
      type: "ext3",
      root: "/",
      options: ["rw", "noatime"],
      superOptions: ["rw", "errors=continue"],
    },
    {
      device: "/dev/sdb1",
      mountPoint: "/mnt/a",
      type: "xfs",
      root: "/sub",
      options: ["ro", "nosuid"],
      superOptions: ["rw"],
    },
  ]);
});

test("paths with spaces, tabs, newlines, backslashes and octal look-alikes come back as they are", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
      expect(unescapePath(escapePath(name))).toBe(name);
      const [mount] = parseMountinfo(`1 2 0:1 / /${escapePath(name)} rw - ext4 ${escapePath(name)} rw\n`);
      expect(mount).toMatchObject({ mountPoint: `/${name}`, device: name });
    }),
  );
  expect(unescapePath("/mnt/USB\\040Stick\\134040")).toBe("/mnt/USB Stick\\040");
});

test("a mount without a device or with a strange line does not stop the others", () => {
  expect(parseMountinfo("garbage\n\n1 2 0:1 / /x rw - tmpfs  rw\n")).toMatchObject([{ mountPoint: "/x", device: "" }]);
});
