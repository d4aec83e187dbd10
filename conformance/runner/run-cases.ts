import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { CollectingReporter, type ProgressStream } from "./collecting-reporter.js";
import type { HostedRun } from "./vitest.js";

export interface RunCasesOptions extends HostedRun {
  /** How many cases will run, for the progress. */
  readonly total: number;
  /** How many cases each thread runs at once. */
  readonly concurrency: number;
  /** Where the progress is shown. */
  readonly progress: ProgressStream;
}

/** The file of each thread: vitest distributes files. */
const THREAD_FILES = ["first.conformance", "second.conformance"];

/**
 * Runs cases in vitest, which runs in this process.
 *
 * @param vite further settings of Vite, such as aliases where packages are not built
 */
export async function runCases(
  { total, concurrency, progress, ...hosted }: RunCasesOptions,
  vite: Parameters<typeof startVitest>[3] = {},
): Promise<CollectingReporter> {
  const reporter = new CollectingReporter(total, progress);
  // .js as published, .ts as sources.
  const extension = extname(import.meta.url);
  const vitest = await startVitest(
    "test",
    [],
    {
      root: fileURLToPath(new URL(".", import.meta.url)),
      config: false,
      watch: false,
      include: THREAD_FILES.slice(0, hosted.threads).map((file) => file + extension),
      // The installed package is in node_modules, which vitest excludes by default.
      exclude: [],
      pool: "threads",
      isolate: false,
      maxWorkers: hosted.threads,
      maxConcurrency: concurrency,
      testTimeout: 60_000,
      provide: { hosted },
      reporters: [reporter],
    },
    vite,
  );
  await vitest.close();
  return reporter;
}
