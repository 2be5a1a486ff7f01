import { defineConfig } from "vitest/config";

/** Resolves workspace packages to their TypeScript sources, so that unit tests need no build. */
const source = {
  resolve: { conditions: ["@quartet/source"] },
  ssr: { resolve: { conditions: ["@quartet/source"] } },
};

export default defineConfig({
  test: {
    projects: [
      { ...source, test: { name: "unit", include: ["{servers,shared}/*/src/**/*.test.ts", "scripts/**/*.test.ts"] } },
      { ...source, test: { name: "e2e", include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
