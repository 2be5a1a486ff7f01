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
  NODE_TEST_CONTEXT: "child-v8",
  NODE_V8_COVERAGE: "/coverage",
  NODE_PATH: "/evil",
  NODE_ENV: "test",
  VITEST: "true",
  VITEST_POOL_ID: "1",
  VITEST_WORKER_ID: "1",
  npm_config_node_options: "--require=/evil.js",
  npm_lifecycle_event: "test",
  QUARTET_RUN_ID: "outer",
  QUARTET_TEST_RUNNER_PID: "1",
  EMPTY: undefined,
};
const surroundings = { cwd: "/", env, platform: "linux", execPath: "/node" } as const;

describe("the environment of a test run", () => {
  test("holds the basic variables and nothing that could be a secret or steer a runner", () => {
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
