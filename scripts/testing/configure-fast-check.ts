/**
 * Run by vitest before each test file. Ends a property after a time instead of a number of runs where the machine is too
 * busy for all of them, so that no property test depends on how fast the machine is.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** Less than the limit of a unit test. `npm run fuzz` runs for as long as it takes. */
const PROPERTY_TIME_MS = 10_000;

const { testPath } = expect.getState();
// Loading fast-check takes 0.2 s, and most test files have no use for it.
if (
  testPath !== undefined &&
  process.env.FUZZ_RUNS === undefined &&
  readFileSync(testPath, "utf8").includes("fast-check")
) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ interruptAfterTimeLimit: PROPERTY_TIME_MS, markInterruptAsFailure: false });
}
