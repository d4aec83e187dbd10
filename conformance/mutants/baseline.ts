import { startEmulatorTarget } from "../targets/emulator-target.js";
import { mockOf } from "./mocks/changed-document.js";
import type { Mutant } from "./mutant.js";

/** The servers that mutants are made of, as they are: every case has to pass on them. */
export const baselines: readonly Mutant[] = [
  {
    id: "right/emulator",
    summary: "Nothing is wrong with the emulator.",
    operations: "all",
    cases: /./,
    runAllCases: true,
    equivalentBecause: "It is a right server.",
    start: () => startEmulatorTarget(),
  },
  mockOf({
    id: "right/mock",
    summary: "Nothing is wrong with the mock.",
    operations: "all",
    cases: /./,
    runAllCases: true,
    equivalentBecause: "It is a right server.",
  }),
];
