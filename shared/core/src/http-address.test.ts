import { expect, test } from "vitest";
import { isLoopback, parseAddress, urlOf } from "./http-address.ts";

test.each([
  ["127.0.0.1:7420", "127.0.0.1", 7420, "http://127.0.0.1:7420"],
  ["[::1]:80", "::1", 80, "http://[::1]:80"],
  [":9000", "127.0.0.1", 9000, "http://127.0.0.1:9000"],
  ["9000", "127.0.0.1", 9000, "http://127.0.0.1:9000"],
  ["db.internal:0", "db.internal", 0, "http://db.internal:0"],
])("%s is read as host and port", (text, host, port, url) => {
  expect(parseAddress(text)).toEqual({ host, port });
  expect(urlOf({ host, port })).toBe(url);
});

test.each(["", "host", "host:", "host:99999", "a b:80", "http://x:80", "::1:80"])(
  "%j is refused with an example",
  (text) => {
    expect(() => parseAddress(text)).toThrow(/127\.0\.0\.1:7420/);
  },
);

test.each(["localhost", "127.0.0.1", "127.9.9.9", "::1"])("%s is loopback", (host) =>
  expect(isLoopback(host)).toBe(true),
);
test.each(["0.0.0.0", "::", "192.168.0.2", "127.0.0.1.evil.example"])("%s is not loopback", (host) =>
  expect(isLoopback(host)).toBe(false),
);
