import { expect, test } from "vitest";
import { config } from "../config.ts";
import { parseAllowedTarget } from "./allowed-target.ts";

test.each([
  ["169.254.0.7", { kind: "range", address: "169.254.0.7", prefix: 32, family: "ipv4" }],
  ["10.0.0.0/8", { kind: "range", address: "10.0.0.0", prefix: 8, family: "ipv4" }],
  ["fe80::/10", { kind: "range", address: "fe80::", prefix: 10, family: "ipv6" }],
  ["::1", { kind: "range", address: "::1", prefix: 128, family: "ipv6" }],
  ["Metadata.goog", { kind: "name", name: "metadata.goog" }],
])("%s is taken as what it is", (text, target) => {
  expect(parseAllowedTarget(text)).toEqual(target);
  expect(config.safeParse({ allowTargets: [text] }).success).toBe(true);
});

const REFUSED =
  "10.0.0.0/33 fd00::/129 10.0.0.0/x 10.0.0.0/-1 10.0.0.0/1.5 10.0.0.0/ 10.0.0.0/8/9 10.0.0 10.0.0.256 a/8 a..b fe80::1%eth0 http://a";

test.each([...REFUSED.split(" "), "", "a b"])("%j is a problem of the settings, named by its place", (text) => {
  expect(parseAllowedTarget(text)).toBeUndefined();
  const { error } = config.safeParse({ allowTargets: ["::1", text] });
  expect(error?.issues).toMatchObject([{ path: ["allowTargets", 1], message: expect.stringContaining("10.0.0.0/8") }]);
});
