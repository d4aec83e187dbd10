import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "webpubsub-fetch": new URL("src/index.ts", import.meta.url).pathname } },
  test: {
    include: ["{src,spec,scripts,conformance}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    typecheck: {
      enabled: true,
      // By path: which compiler `tsc` is depends on what else is installed.
      checker: "./node_modules/ts7/bin/tsc",
      include: ["src/**/*.test.ts"],
      tsconfig: "tsconfig.json",
    },
  },
});
