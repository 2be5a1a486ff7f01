import { describe, expect, test } from "vitest";
import { testEnvironment } from "./test-environment.ts";

const env = {
  PATH: "/bin",
  HOME: "/home/u",
  LC_ALL: "C.UTF-8",
  ANTHROPIC_API_KEY: "secret",
  AWS_SECRET_ACCESS_KEY: "secret",
  DATABASE_URL: "postgres://u:p@h/d",
  NODE_OPTIONS: "--require=/evil.js",
  LD_PRELOAD: "/evil.so",
  APP_FLAG: "on",
  EMPTY: undefined,
};
const surroundings = { cwd: "/", env, platform: "linux", execPath: "/node" } as const;

describe("the environment of a test run", () => {
  test("holds the basic variables and nothing that could be a secret", () => {
    expect(testEnvironment(surroundings, [])).toEqual({
      PATH: "/bin",
      HOME: "/home/u",
      LC_ALL: "C.UTF-8",
      CI: "1",
      NO_COLOR: "1",
    });
  });

  test("also holds what the operator names, and only then", () => {
    expect(testEnvironment(surroundings, ["APP_FLAG", "EMPTY"])).toMatchObject({ APP_FLAG: "on" });
  });
});
