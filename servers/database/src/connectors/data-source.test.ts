import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDataSource } from "./data-source.ts";

describe("parseDataSource", () => {
  test.each([[undefined], [""], ["  "]])("takes %j for the sample", (url) => {
    expect(parseDataSource(url)).toEqual({ kind: "sample" });
  });

  test.each([
    ["/data/shop.db", "/data/shop.db"],
    ["shop.db", resolve("shop.db")],
    ["./my data.sqlite3", resolve("my data.sqlite3")],
    ["~/shop.db", join(homedir(), "shop.db")],
    ["sqlite:/data/shop.db", "/data/shop.db"],
    ["sqlite:///data/shop.db", "/data/shop.db"],
    ["sqlite://shop.db", resolve("shop.db")],
    ["sqlite:shop.db", resolve("shop.db")],
    ["SQLITE3:/data/my%20shop.db", "/data/my shop.db"],
    ["file:///data/my%20shop.db?mode=rwc", "/data/my shop.db"],
    ["file:./dev.db?connection_limit=1", resolve("dev.db")],
    ["/data/50%.db", "/data/50%.db"],
    ["sqlite:/data/50%.db", "/data/50%.db"],
  ])("reads the path in %j", (url, path) => {
    expect(parseDataSource(url)).toMatchObject({ kind: "sqlite", path });
  });

  test("names a connection after its file", () => {
    expect(parseDataSource("/data/shop.v2.db")).toMatchObject({ name: "shop.v2" });
  });

  test.each([
    ["postgres://admin:hunter2@db.internal/shop", "PostgreSQL"],
    ["postgresql:///shop", "PostgreSQL"],
    ["mysql://root:hunter2@10.0.0.1/shop", "MySQL"],
    ["mariadb://x/y", "MariaDB"],
    ["mongodb+srv://admin:hunter2@cluster/", "MongoDB"],
    ["foo://admin:hunter2@bar", "foo:"],
  ])("says of %j that only SQLite is supported, without address or password", (url, named) => {
    const source = parseDataSource(url);
    if (source.kind !== "unusable") throw new Error(`${url} was taken for ${source.kind}`);
    const { code, message, hint } = source.problem;
    expect(code).toBe("unavailable");
    expect(message).toContain(named);
    expect(`${message} ${hint}`).toContain("SQLite");
    expect(`${source.name} ${message} ${hint}`).not.toMatch(/hunter2|admin|root|internal|10\.0/);
  });

  test.each([[":memory:"], ["sqlite::memory:"], ["sqlite:"], ["file:"], ["file://host.example/x.db"], ["a\0b.db"]])(
    "refuses %j, which names no file here",
    (url) => {
      expect(parseDataSource(url)).toMatchObject({ kind: "unusable", problem: { code: "unavailable" } });
    },
  );
});
