// Tries the mutants that the parent process names, one at a time.

import { conformanceCases } from "../../conformance/cases/index.js";
import { baselines } from "../../conformance/mutants/baseline.js";
import { allMutants } from "../../conformance/mutants/index.js";
import { tryMutant } from "../../conformance/mutants/kill-matrix.js";
import { latestApiVersion } from "../../generated/versions.js";
import { applyOverlay } from "./apply-overlay.js";
import type { TryRequest, TryResult } from "./mutant-worker.js";

const cases = conformanceCases(latestApiVersion);
const mutants = new Map([...baselines, ...allMutants(applyOverlay)].map((mutant) => [mutant.id, mutant]));
const strayErrors: string[] = [];
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  // From the wrong server, or from a case that did not expect it. The run goes on with the next mutant.
  process.on(event, (error: unknown) => strayErrors.push(textOf(error)));
}

process.on("message", async ({ id, only }: TryRequest) => report(await tryOne(id, only)));

async function tryOne(id: string, only: readonly string[] | undefined): Promise<TryResult> {
  try {
    const mutant = mutants.get(id);
    if (mutant === undefined) throw new Error("No mutant has this id.");
    const trial = await tryMutant(mutant, cases, only && new Set(only));
    return { trial, strayErrors: strayErrors.splice(0) };
  } catch (error) {
    return { error: textOf(error) };
  }
}

function report(result: TryResult): void {
  process.send?.(result);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
