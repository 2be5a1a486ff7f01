import fc from "fast-check";
import { expect, test } from "vitest";
import { showCommandLine } from "./command-line.ts";

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/).map((text) => `q${text}`);

test.each<(value: string) => string[]>([
  (value) => ["app", "--password", value],
  (value) => ["app", `--db-password=${value}`],
  (value) => ["app", "-token", value],
  (value) => ["app", "--api-key", value],
  (value) => ["env", `AWS_SECRET_ACCESS_KEY=${value}`, "app"],
  (value) => ["curl", "-H", `Authorization: Bearer ${value}`, "http://x/"],
  (value) => ["curl", "-H", `X-Api-Key: ${value}`],
  (value) => ["curl", "-u", `ada:${value}`],
  (value) => ["mysql", `-p${value}`],
  (value) => ["sshpass", "-p", value, "ssh", "x"],
  (value) => ["psql", `postgres://ada:${value}@db/x`],
  (value) => [`worker --password ${value} running`],
])("a secret is not shown, whatever it is (form %#)", (form) => {
  fc.assert(
    fc.property(secret, (value) => {
      const shown = showCommandLine(form(value), 300);
      expect(shown).not.toContain(value);
      expect(shown).toContain("[redacted]");
    }),
  );
});

test("what is no secret is shown as it is", () => {
  const args = ["/usr/bin/node", "--max-old-space-size=4096", "server.js", "--port", "8080", "-H", "Accept: text/html"];
  expect(showCommandLine(args, 300)).toBe(args.join(" "));
});

test("an option that only mentions a secret and takes none keeps the next option", () => {
  expect(showCommandLine(["app", "--auth", "--verbose"], 300)).toBe("app --auth --verbose");
});

// Work that grew with the square of the length would outlast the test's deadline by far.
test.each(["a", "token", "x-key"])("an argument of very many %j is cut", (part) => {
  const long = part.repeat(200_000 / part.length);
  expect(showCommandLine(["app", long, "-H", long], 20)).toBe(`app ${long.slice(0, 15)}…`);
});

test("a command line is one visible line of bounded length", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), fc.integer({ min: 10, max: 80 }), (args, maxLength) => {
      const shown = showCommandLine(args, maxLength);
      expect(shown.length).toBeLessThanOrEqual(maxLength);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
    }),
  );
});

test("terminal escapes and text that turns direction are defused", () => {
  expect(showCommandLine(["a\u001B[31m", "b\u202Ec"], 50)).toBe("a bc");
});
