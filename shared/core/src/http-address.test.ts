import { expect, test } from "vitest";
import { isLoopback, readAddress, requireToken, urlOf } from "./http-address.ts";

test.each([
  ["127.0.0.1:7420", "127.0.0.1", 7420, "http://127.0.0.1:7420"],
  ["[::1]:80", "::1", 80, "http://[::1]:80"],
  [":9000", "127.0.0.1", 9000, "http://127.0.0.1:9000"],
  ["9000", "127.0.0.1", 9000, "http://127.0.0.1:9000"],
  ["db.internal:0", "db.internal", 0, "http://db.internal:0"],
])("%s is read as host and port", (text, host, port, url) => {
  expect(readAddress(text)).toEqual({ host, port });
  expect(urlOf({ host, port })).toBe(url);
});

test.each(["", "host", "host:", "host:99999", "a b:80", "http://x:80", "::1:80"])("%j is no address", (text) => {
  expect(readAddress(text)).toBeUndefined();
});

test.each(["localhost", "127.0.0.1", "127.9.9.9", "::1"])("%s is loopback", (host) =>
  expect(isLoopback(host)).toBe(true),
);
test.each(["0.0.0.0", "::", "192.168.0.2", "127.0.0.1.evil.example"])("%s is not loopback", (host) =>
  expect(isLoopback(host)).toBe(false),
);

test("an address that others can reach needs a token", () => {
  const open = { host: "0.0.0.0", port: 7420 };
  expect(() => requireToken(open, undefined, "--http")).toThrow(/--http: 0\.0\.0\.0 is reachable from other machines/);
  expect(() => requireToken(open, "sesame")).not.toThrow();
  expect(() => requireToken({ ...open, host: "127.0.0.1" }, undefined)).not.toThrow();
});
