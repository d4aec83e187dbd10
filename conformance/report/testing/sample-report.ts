import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Case } from "../../cases/case.js";
import { conformanceCases } from "../../cases/index.js";
import { type Emulator, type EmulatorOptions, type Fault, startEmulator } from "../../emulator/index.js";
import type { CaseOutcome } from "../../runner/collecting-reporter.js";
import { startEmulatorTarget } from "../../targets/emulator-target.js";
import type { Target } from "../../targets/target.js";
import { ConformanceError } from "../../wire/conformance-error.js";
import type { Expectations } from "../expectations.js";
import { makeReport } from "../make-report.js";
import type { RunReport } from "../run-report.js";

/** The faults of the emulator. */
const FAULTS: readonly Fault[] = [
  { match: { operation: "revokePermission" }, action: "status", status: 500, times: 4 },
  { match: { operation: "sendToConnection" }, action: "status", status: 404, times: 3 },
  { match: { operation: "userExists" }, action: "status", status: 302 },
];
const EXPECTATION = { reason: "It redirects now and then.", link: "https://example.com/issues/1" };

const OPERATIONS = FAULTS.map(({ match }) => match?.operation);
const DESCRIPTIONS: readonly DescriptionName[] = ["2024-12-01", "2023-07-01"];

/** The report of the cases of three operations against an emulator with faults, one of which is a known failure. */
export async function sampleReport(): Promise<RunReport> {
  const started = new Date();
  const { target, close } = await startEmulatorTarget(startFaultyEmulator as typeof startEmulator);
  const cases = DESCRIPTIONS.flatMap((description) => conformanceCases(description)).filter(({ operation }) =>
    OPERATIONS.includes(operation),
  );
  const outcomes: CaseOutcome[] = [];
  try {
    for (const each of cases) outcomes.push(await outcomeOf(each, target));
  } finally {
    await close();
  }
  return makeReport({
    target: target.name,
    driver: "client",
    started,
    cases,
    chosen: cases,
    outcomes,
    faults: [],
    expectations: expectationsFor(cases, outcomes),
    isMock: false,
    strict: true,
    coverageDecides: true,
  });
}

async function startFaultyEmulator(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options);
  for (const fault of FAULTS) emulator.addFault(fault);
  return emulator;
}

async function outcomeOf({ description, id, needs, decides = [], run }: Case, target: Target): Promise<CaseOutcome> {
  const started = performance.now();
  const common = { description, id, duration: 0, transcript: [], coverageItems: [], undecidedItems: [] };
  const missing = needs.filter((capability) => !target.capabilities.includes(capability));
  if (missing.length > 0) {
    const reason = `the target has no ${missing.join(", ")}`;
    return { ...common, status: "undecidable", reason, undecidedItems: decides };
  }
  try {
    const result = await run(target);
    return { ...common, ...result, status: "passed", duration: performance.now() - started };
  } catch (error) {
    if (!(error instanceof ConformanceError)) throw error;
    const { difference, transcript } = error;
    return {
      ...common,
      status: "failed",
      reason: difference,
      transcript,
      duration: performance.now() - started,
    };
  }
}

function expectationsFor(cases: readonly Case[], outcomes: readonly CaseOutcome[]): Expectations {
  const known = cases.filter(
    ({ operation }, index) => operation === "userExists" && outcomes[index]?.status === "failed",
  );
  return {
    cases: new Map(known.map(({ id }) => [id, EXPECTATION])),
    uncovered: [],
  };
}
