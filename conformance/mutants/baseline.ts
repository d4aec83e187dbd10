import { startEmulatorTarget } from "../targets/emulator-target.js";
import { mockOf } from "./mocks/changed-document.js";
import type { Mutant } from "./mutant.js";

/** The servers that mutants are made of, as they are: every case has to pass on them. */
export const right: readonly Mutant[] = [
  {
    id: "right/emulator",
    sentence: "Nothing is wrong with the emulator.",
    operations: "all",
    cases: /./,
    thorough: true,
    alike: "It is a right server.",
    start: () => startEmulatorTarget(),
  },
  mockOf({
    id: "right/mock",
    sentence: "Nothing is wrong with the mock.",
    operations: "all",
    cases: /./,
    thorough: true,
    alike: "It is a right server.",
  }),
];
