import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redact, redactJson } from "./redact.ts";
import { Secret, secret } from "./secret.ts";

const CASES = [
  ["postgres://ada:hunter22@db.example/app", "hunter22"],
  ["redis://:hunter22@127.0.0.1:6379", "hunter22"],
  ["Authorization: Bearer abc.def-ghi_123", "abc.def-ghi_123"],
  ["authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
  ["PGPASSWORD=s3cr3t psql", "s3cr3t"],
  ['{"api_key": "k-12345", "x": 1}', "k-12345"],
  ['{"msg":"{\\"password\\":\\"s3cr3t\\"}"}', "s3cr3t"],
  ["token: ghp_0123456789abcdefghij", "ghp_0123456789abcdefghij"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE cut off", "MIIE"],
] as const;

test.each(CASES)("%j does not show its secret", (text, hidden) => {
  expect(redact(text)).not.toContain(hidden);
  expect(redact(text)).toContain("[redacted]");
});

test("ordinary text is left alone", () => {
  const text = "GET http://localhost:7420/mcp took 12 ms, user@example.org, tokens used: 40, pass 3 of 4";
  expect(redact(text)).toBe(text);
});

// Work that grew with the square of the length would outlast the test's deadline by far.
test.each(["a", "token", "x-y.z+", "://", "pass ", "-----BEGIN "])("a text of very many %j is left alone", (part) => {
  const text = part.repeat(200_000 / part.length);
  expect(redact(text)).toBe(text);
});

test("redacting twice changes nothing more", () => {
  fc.assert(fc.property(fc.string(), (text) => redact(redact(text)) === redact(text)));
});

test("a line of JSON with secrets in it stays JSON of the same shape", () => {
  const parts = fc.constantFrom(...CASES.map(([text]) => text), '"', "\\", "\n", "password", "=", " ", "@", "://a:b");
  fc.assert(
    fc.property(fc.array(parts), (texts) => {
      const line = JSON.stringify({ msg: texts.join(""), nested: { password: texts.join(""), count: 3 } });
      const clean: unknown = JSON.parse(redactJson(line));
      expect(clean).toEqual({ msg: redact(texts.join("")), nested: { password: "[redacted]", count: 3 } });
    }),
  );
});

test("a value held as Secret is hidden wherever it turns up, quotes and backslashes included", () => {
  const value = 'Zq7"\\w-unlikely';
  const held = new Secret(value);
  expect(held.reveal()).toBe(value);
  expect(redact(`dsn contains ${value} in the middle`)).not.toContain(value);
  expect(redactJson(JSON.stringify({ value }))).toBe('{"value":"[redacted]"}');
});

test("a Secret prints as [redacted] in every form", () => {
  const held = secret().parse("correct horse battery");
  expect([String(held), JSON.stringify({ held }), inspect(held)].join()).not.toContain("horse");
});
