import { fileURLToPath } from "node:url";
import type { DescriptionName } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import { withPeers } from "../peer.js";
import type { Target } from "../targets/target.js";
import { CollectingReporter } from "./reporter.js";

/** Runs every case for each description against its target, hosted by vitest in this process. */
export async function runCases(
  targets: ReadonlyMap<DescriptionName, Target>,
  junit: string | undefined,
): Promise<CollectingReporter> {
  // Asked for here and not above: help and errors need no vitest.
  const { startVitest } = await withPeers(["vitest"], () => import("vitest/node"));
  const descriptions = [...targets.keys()];
  const total = descriptions.reduce((sum, description) => sum + conformanceCases(description).length, 0);
  const reporter = new CollectingReporter(descriptions, total, process.stderr);
  const vitest = await startVitest("test", [], {
    root: fileURLToPath(new URL(".", import.meta.url)),
    config: false,
    watch: false,
    include: ["cases.conformance.js"],
    // Installed, all of this is below a folder that vitest leaves out unless told otherwise.
    exclude: [],
    pool: "threads",
    isolate: false,
    maxConcurrency: 8,
    testTimeout: 30_000,
    provide: { targets: Object.fromEntries(targets) },
    reporters: [
      reporter,
      ...(junit === undefined
        ? []
        : [["junit", { outputFile: junit, suiteName: "webpubsub-conformance" }] as ["junit", object]]),
    ],
  });
  await vitest.close();
  return reporter;
}
