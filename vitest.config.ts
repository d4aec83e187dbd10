import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: {
      "webpubsub-fetch": source("src/index.ts"),
      // The sources of what package.json has under `imports`, for Node.js.
      "#sign": source("src/auth/sign.node.ts"),
      "#transport": source("src/transport/platform.node.ts"),
    },
  },
  test: {
    include: ["{src,spec,scripts,conformance}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Packs the packages, once, when the first test asks for them.
    globalSetup: "scripts/packed/tools/pack-once.ts",
    typecheck: {
      enabled: true,
      // By path: which compiler `tsc` is depends on what else is installed.
      checker: "./node_modules/ts7/bin/tsc",
      include: ["src/**/*.test.ts"],
      tsconfig: "tsconfig.json",
    },
  },
});
