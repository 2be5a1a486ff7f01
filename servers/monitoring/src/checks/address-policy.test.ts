import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressPolicy, blockList, embeddedIPv4 } from "./address-policy.ts";

const usual = addressPolicy({ allowed: [], privateAllowed: true });

test.each([
  "169.254.169.254",
  "169.254.0.1",
  "fe80::1",
  "fd00:ec2::254",
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
  "0.0.0.0",
  "::",
  "224.0.0.1",
  "255.255.255.255",
  "ff02::1",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "::169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::",
  "2002:a9fe:a9fe::1234:1",
])("%s is refused", (address) => {
  expect(usual.refusal(address)).toEqual(expect.any(String));
});

test.each([
  "127.0.0.1",
  "::1",
  "10.1.2.3",
  "192.168.1.1",
  "172.16.0.1",
  "fd12::1",
  "93.184.216.34",
  "2606:4700::1",
  "::ffff:127.0.0.1",
])("%s may be contacted", (address) => {
  expect(usual.refusal(address)).toBeUndefined();
});

test.each([
  "127.0.0.1",
  "::1",
  "10.1.2.3",
  "192.168.1.1",
  "172.31.0.1",
  "fd12::1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
])("%s is refused where private targets are forbidden", (address) => {
  const strict = addressPolicy({ allowed: [], privateAllowed: false });
  expect(strict.refusal(address)).toEqual(expect.any(String));
  expect(strict.refusal("93.184.216.34")).toBeUndefined();
});

const hidden: readonly string[] = [
  "0xa9fea9fe",
  "2852039166",
  "0251.0376.0251.0376",
  "169.254.43518",
  "①⑥⑨.254.169.254",
  "169.254.169.254.",
  "0xA9.0xFE.169.254",
  "[::ffff:169.254.169.254]",
  "[0:0:0:0:0:ffff:a9fe:a9fe]",
];

test.each(hidden)("the spelling %s does not get through", (host) => {
  const { hostname } = new URL(`http://${host}/`);
  expect(usual.refusal(hostname.replace(/^\[|\]$/g, ""))).toEqual(expect.any(String));
});

test("no address of the link-local range gets through, wherever it is embedded", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(octet, octet, (third, fourth) => {
      const inner = `169.254.${third}.${fourth}`;
      const low = (third * 256 + fourth).toString(16);
      for (const address of [inner, `::ffff:${inner}`, `64:ff9b::a9fe:${low}`, `2002:a9fe:${low}::1`]) {
        expect(usual.refusal(address), address).toEqual(expect.any(String));
      }
    }),
  );
});

test("an embedded address is found in any IPv6 address that carries one, and in no other", () => {
  const address = fc.ipV4();
  fc.assert(
    fc.property(address, (inner) => {
      expect(embeddedIPv4(`::ffff:${inner}`)).toBe(inner);
      expect(embeddedIPv4(`64:ff9b::${inner}`)).toBe(inner);
    }),
  );
  expect(embeddedIPv4("2606:4700::1")).toBeUndefined();
  expect(embeddedIPv4("::1")).toBeUndefined();
  expect(embeddedIPv4("10.0.0.1")).toBeUndefined();
});

test.each(["metadata.google.internal", "METADATA.google.internal.", "metadata", "instance-data"])(
  "the name %s is refused",
  (name) => {
    expect(usual.nameRefusal(name)).toEqual(expect.any(String));
  },
);

test("what the user allows passes, and no more", () => {
  const policy = addressPolicy({ allowed: ["169.254.170.0/24", "Metadata.goog"], privateAllowed: false });
  expect(policy.refusal("169.254.170.2")).toBeUndefined();
  expect(policy.refusal("169.254.169.254")).toEqual(expect.any(String));
  expect(policy.nameRefusal("metadata.goog")).toBeUndefined();
  expect(policy.nameRefusal("metadata")).toEqual(expect.any(String));
});

test("names among the ranges are no ranges", () => {
  expect(blockList(["example.test", ""])).toBeInstanceOf(BlockList);
  expect(blockList(["example.test"]).rules).toEqual([]);
});
