import { startEmulatorTarget } from "../targets/emulator-target.js";
import { ALL_CASES } from "./case-selection.js";
import { prismMock } from "./mocks/prism-mock.js";
import type { Mutant, MutantHead } from "./mutant.js";

const CORRECT: Omit<MutantHead, "id" | "summary"> = {
  operations: "all",
  cases: ALL_CASES,
  runAllCases: true,
  broad: true,
  equivalentBecause: "It is a correct server.",
};

/** The correct servers that mutants are made of. Every case must pass on them. */
export const baselines: readonly Mutant[] = [
  {
    ...CORRECT,
    id: "right/emulator",
    summary: "Nothing is wrong with the emulator.",
    start: () => startEmulatorTarget(),
  },
  prismMock({ ...CORRECT, id: "right/mock", summary: "Nothing is wrong with the mock." }),
];
