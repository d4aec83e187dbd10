import { Writable } from "node:stream";
import type { DescriptionName } from "../../../generated/descriptions.js";
import { conformanceCases } from "../../cases/index.js";
import type { CaseOutcome } from "../../runner/collecting-reporter.js";
import type { RunCasesOptions } from "../../runner/run-cases.js";
import type { StartedTarget } from "../../targets/target.js";
import type { CaseRunner } from "../run-command.js";
import type { TargetKind } from "../target-kinds.js";

/** A kind of target that starts nothing, and what was started and closed of it. */
export function fakeTarget(given: Partial<TargetKind> = {}) {
  const started: DescriptionName[] = [];
  const closed: DescriptionName[] = [];
  const target: TargetKind = {
    name: "fake",
    isMock: false,
    coverageDecides: true,
    expectations: "emulator",
    threads: 1,
    concurrency: 3,
    hasOneDescription: false,
    start: async (description): Promise<StartedTarget> => {
      started.push(description);
      return {
        target: { name: "fake", endpoint: `http://${description}.example`, capabilities: [] },
        close: async () => void closed.push(description),
      };
    },
    ...given,
  };
  return { target, started, closed };
}

/** Runs no case: each of them passes, unless another outcome is given for its id. */
export function fakeRunner(outcomes: Readonly<Record<string, Partial<CaseOutcome>>> = {}, faults: string[] = []) {
  const calls: RunCasesOptions[] = [];
  const runCases: CaseRunner = async (options) => {
    calls.push(options);
    const cases = options.targets.flatMap(([description]) => conformanceCases(description));
    const selected = cases.filter(({ id }) => options.selectedIds?.includes(id) ?? true);
    return {
      outcomes: selected.map(({ description, id }) => ({ ...PASSED, description, id, ...outcomes[id] })),
      faults,
    };
  };
  return { runCases, calls };
}

const PASSED = { status: "passed", duration: 1, transcript: [], coverageItems: [], undecidedItems: [] } as const;

/** A stream that keeps what is written to it. */
export function textStream() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
