import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Resolves workspace packages to their TypeScript sources, so that unit tests need no build. */
const source = {
  resolve: { conditions: ["@quartet/source"] },
  ssr: { resolve: { conditions: ["@quartet/source"] } },
};

/** Processes that tests start from sources share their compiled code. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url)) };
const slow = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: { name: "unit", include: ["{servers,shared}/*/src/**/*.test.ts", "scripts/**/*.test.ts"], env, ...slow },
      },
      { ...source, test: { name: "e2e", include: ["test/**/*.test.ts"], env, ...slow } },
    ],
  },
});
