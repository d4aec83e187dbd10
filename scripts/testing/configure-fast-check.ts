/**
 * vitest runs this before each test file. It limits the time of a property test, so that a busy machine does fewer runs instead of
 * failing.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** Less than the limit of a unit test. `npm run fuzz` has no limit. */
const PROPERTY_TIME_MS = 10_000;

const { testPath } = expect.getState();
// Loading fast-check takes 0.2 s, and most test files do not use it.
if (
  testPath !== undefined &&
  process.env.FUZZ_RUNS === undefined &&
  readFileSync(testPath, "utf8").includes("fast-check")
) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ interruptAfterTimeLimit: PROPERTY_TIME_MS, markInterruptAsFailure: false });
}
