/** `npm run test:runtimes -- -t Next.js`: tests the packed client in the route handlers of a built app. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { INSTALL_TIMEOUT_MS } from "../packed/tools/npm.js";
import type { CheckResult } from "./check-messages.js";
import { COMMON_CHECKS } from "./checks/checks.js";
import { nextChecks } from "./checks/next-requests.js";
import { makeNextProject, NEXT_RUNTIMES, type NextProject, type NextRuntime } from "./next-project.js";

const BUILD_TIMEOUT_MS = 240_000;
const RUN_TIMEOUT_MS = 240_000;

let project: NextProject;
beforeAll(async () => {
  project = await makeNextProject(inject("packages").client.path);
}, INSTALL_TIMEOUT_MS + BUILD_TIMEOUT_MS);
afterAll(() => project?.[Symbol.asyncDispose]());

describe.for(Object.keys(NEXT_RUNTIMES) as NextRuntime[])("webpubsub-fetch in Next.js, runtime %s", (runtime) => {
  const results = new Map<string, CheckResult>();
  beforeAll(() => project.runChecks(runtime, (result) => results.set(result.name, result)), RUN_TIMEOUT_MS);

  test.for([...COMMON_CHECKS, ...nextChecks].map(({ name }) => name))("%s", (name) => {
    expect(results.get(name)).toEqual({ name });
  });
});
