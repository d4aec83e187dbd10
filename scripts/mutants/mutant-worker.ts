// Tries the mutants that the process that started this one names, one after the other.
import { conformanceCases } from "../../conformance/cases/index.js";
import { baselines } from "../../conformance/mutants/baseline.js";
import { allMutants } from "../../conformance/mutants/index.js";
import { tryMutant } from "../../conformance/mutants/kill-matrix.js";
import { applyOverlay } from "./apply-overlay.js";
import type { Task } from "./mutant-worker-pool.js";

const cases = conformanceCases("2024-12-01");
const mutants = new Map([...baselines, ...allMutants(applyOverlay)].map((mutant) => [mutant.id, mutant]));
const noise: string[] = [];
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  // Of a server that is wrong, or of a case that did not expect it. The next mutant is tried all the same.
  process.on(event, (error: unknown) =>
    noise.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
}

process.on("message", async ({ id, only }: Task) => {
  try {
    const mutant = mutants.get(id);
    if (mutant === undefined) throw new Error(`There is no mutant ${id}.`);
    const trial = await tryMutant(mutant, cases, only && new Set(only));
    process.send?.({ trial, noise: noise.splice(0) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
