import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { CollectingReporter } from "./collecting-reporter.js";
import type { HostedRun } from "./vitest.js";

export interface RunCasesOptions extends HostedRun {
  /** How many cases there are to run, for progress. */
  readonly total: number;
  /** How many at once. */
  readonly concurrency: number;
}

/** Runs the cases, hosted by vitest in this process. */
export async function runCases({ total, concurrency, ...hosted }: RunCasesOptions): Promise<CollectingReporter> {
  const reporter = new CollectingReporter(total, process.stderr);
  const vitest = await startVitest("test", [], {
    root: fileURLToPath(new URL(".", import.meta.url)),
    config: false,
    watch: false,
    // A file is what vitest gives a thread.
    include: hosted.threads === 1 ? ["first.conformance.js"] : ["first.conformance.js", "second.conformance.js"],
    // Installed, all of this is below a folder that vitest leaves out unless told otherwise.
    exclude: [],
    pool: "threads",
    isolate: false,
    maxWorkers: hosted.threads,
    maxConcurrency: concurrency,
    testTimeout: 60_000,
    provide: { hosted },
    reporters: [reporter],
  });
  await vitest.close();
  return reporter;
}
