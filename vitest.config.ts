import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

const TESTS = "{src,spec,scripts,conformance}/**/*";
const PACKED = "scripts/packed/**/*";
const OPENAPI_TOOLS = "scripts/openapi-tools/**/*";
/** Test files that belong to a project other than `unit`, by suffix. */
const SUFFIXES = ["tools", "browser", "fuzz", "runtimes"] as const;
const IGNORED = ["**/node_modules/**", "**/dist/**"];

/** CI runs all projects on two busy cores: these limits are there for tests that hang, not for slow ones. */
const UNIT_TIMEOUT_MS = 20_000;
const PROCESS_TIMEOUT_MS = 180_000;

/** A project of tests that start processes, install packages or open a browser. */
function slowProject(name: string, include: string, options: TestProjectInlineConfiguration["test"] = {}) {
  return {
    extends: true,
    test: {
      name,
      include: [include],
      exclude: IGNORED,
      benchmark: { include: [] },
      testTimeout: PROCESS_TIMEOUT_MS,
      hookTimeout: PROCESS_TIMEOUT_MS,
      ...options,
    },
  } as const satisfies TestProjectInlineConfiguration;
}

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
    // Vitest leaves one core to itself by default, which is half of the smallest machine.
    maxWorkers: availableParallelism(),
    expect: { requireAssertions: true },
    setupFiles: ["scripts/testing/configure-fast-check.ts"],
    // What each project proves and needs stands in CONTRIBUTING.md.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [`${TESTS}.test.ts`],
          exclude: [
            ...IGNORED,
            `${PACKED}.test.ts`,
            `${OPENAPI_TOOLS}.test.ts`,
            ...SUFFIXES.map((suffix) => `**/*.${suffix}.test.ts`),
          ],
          testTimeout: UNIT_TIMEOUT_MS,
          hookTimeout: UNIT_TIMEOUT_MS,
          // The files of a worker share their modules: loading them again for each file takes longer than the tests.
          pool: "threads",
          isolate: false,
          typecheck: {
            enabled: true,
            // By path: which compiler `tsc` is depends on what else is installed.
            checker: "./node_modules/ts7/bin/tsc",
            include: ["src/**/*.test.ts"],
            tsconfig: "tsconfig.json",
          },
        },
      },
      slowProject("tools", `${TESTS}.tools.test.ts`),
      slowProject("packed", `${PACKED}.test.ts`, {
        exclude: [...IGNORED, "**/*.browser.test.ts"],
        globalSetup: "scripts/packed/tools/pack-once.ts",
      }),
      slowProject("openapi-tools", `${OPENAPI_TOOLS}.test.ts`, {
        exclude: [...IGNORED, "**/*.browser.test.ts"],
        globalSetup: "scripts/openapi-tools/install-tools.ts",
      }),
      slowProject("browser", `${TESTS}.browser.test.ts`, { globalSetup: "scripts/packed/tools/pack-once.ts" }),
      slowProject("fuzz", `${TESTS}.fuzz.test.ts`),
      slowProject("runtimes", `${TESTS}.runtimes.test.ts`, { globalSetup: "scripts/packed/tools/pack-once.ts" }),
    ],
  },
});
