import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Resolves workspace packages to their TypeScript sources, so that unit tests need no build. */
const source = {
  resolve: { conditions: ["@quartet/source"] },
  ssr: { resolve: { conditions: ["@quartet/source"] } },
};

/** Processes that tests start from sources share their compiled code. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url)) };
const soaking = process.env["FUZZ_RUNS"] !== undefined;
const setupFiles = soaking ? ["scripts/test/property-runs.ts"] : [];
const slow = { testTimeout: soaking ? 7_200_000 : 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: "unit",
          include: ["{servers,shared}/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          env,
          setupFiles,
          ...slow,
        },
      },
      { ...source, test: { name: "e2e", include: ["test/**/*.test.ts"], env, ...slow } },
    ],
  },
});
