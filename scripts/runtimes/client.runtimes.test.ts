/**
 * `npm run test:runtimes`: tests the client on each runtime, because each resolves modules, signs and sends in a different way.
 * The packed client is installed into an empty project, and the checks of `checks/` run there against the emulator.
 *
 *   npm run test:runtimes -- -t bun     one runtime
 *
 * A runtime that is missing is installed from npm into node_modules/.cache/runtimes.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { INSTALL_TIMEOUT_MS } from "../packed/tools/npm.js";
import type { CheckResult } from "./check-messages.js";
import { COMMON_CHECKS } from "./checks/checks.js";
import { requestChecks } from "./checks/workerd-requests.js";
import { EXIT_CHECK, runRuntime } from "./run-runtime.js";
import { runtimeBinary } from "./runtime-binaries.js";
import { RUNTIME_NAMES, type RuntimeName } from "./runtime-builds.js";
import { makeProject, type Project } from "./runtime-project.js";
import { RUNTIMES } from "./runtimes.js";

const RUN_TIMEOUT_MS = 240_000;

let project: Project;
beforeAll(async () => {
  project = await makeProject(inject("packages").client.path);
});
afterAll(() => project?.[Symbol.asyncDispose]());

describe.for(RUNTIME_NAMES)("webpubsub-fetch on %s", (runtime) => {
  const results = new Map<string, CheckResult>();
  beforeAll(async () => {
    const binary = await runtimeBinary(runtime);
    await runRuntime(RUNTIMES[runtime], binary, project.folder, (result) => results.set(result.name, result));
  }, INSTALL_TIMEOUT_MS + RUN_TIMEOUT_MS);

  // The exit first: if the process ended before its other checks, this failure has its output.
  test.for([EXIT_CHECK, ...checksOf(runtime)])("%s", (name) => {
    expect(results.get(name)).toEqual({ name });
  });
});

function checksOf(runtime: RuntimeName): string[] {
  // Only the names are used: nothing is sent.
  const own = runtime === "workerd" ? requestChecks(() => Promise.reject(new Error("not used"))) : [];
  return [...COMMON_CHECKS, ...own].map(({ name }) => name);
}
