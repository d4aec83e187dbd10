import type { DescriptionName } from "../../generated/descriptions.js";
import type { Case, Level } from "../cases/case.js";
import type { CaseOutcome } from "../runner/collecting-reporter.js";
import { type Coverage, CoverageCounter } from "./coverage.js";
import type { Expectations } from "./expectations.js";
import type { CaseReport, RunReport, Status } from "./run-report.js";

/** The outcomes of a run, from which its report is made. */
export interface RunResult {
  readonly target: string;
  readonly driver: "client" | "raw";
  readonly started: Date;
  /** Every case of the descriptions. */
  readonly cases: readonly Case[];
  /** The cases that were selected to run. */
  readonly chosen: readonly Case[];
  readonly outcomes: readonly CaseOutcome[];
  /** Errors outside a case. */
  readonly faults: readonly string[];
  readonly expectations: Expectations;
  /** Whether the target returns the examples of the description. */
  readonly isMock: boolean;
  /** Whether a failed SHOULD case fails the run, too. */
  readonly strict: boolean;
  /** Whether a documented item that no case covers fails the run: of the targets that the suite starts itself. */
  readonly coverageDecides: boolean;
}

export function makeReport(run: RunResult): RunReport {
  const { target, driver, started, cases, chosen, outcomes, faults } = run;
  const outcomeOf = new Map(outcomes.map((outcome) => [`${outcome.description} ${outcome.id}`, outcome]));
  const isChosen = new Set(chosen);
  const reports = cases.map((each) =>
    caseReport(each, isChosen.has(each) ? outcomeOf.get(`${each.description} ${each.id}`) : "skipped", run),
  );
  const coverages = [...new Set(cases.map(({ description }) => description))].map((description) =>
    coverageOf(run, description),
  );
  const decidingCoverages = run.coverageDecides && chosen.length === cases.length ? coverages : [];
  const verdict = verdictOf(reports, faults, decidingCoverages);
  return {
    target,
    driver,
    started: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    verdict,
    summary: summaryOf(verdict, target, reports, decidingCoverages),
    cases: reports,
    coverages,
    faults,
  };
}

/** @param outcome undefined if the run ended before the case */
function caseReport(
  each: Case,
  outcome: CaseOutcome | "skipped" | undefined,
  { expectations: { cases }, strict }: RunResult,
): CaseReport {
  const { description, id, operation, aspect, level, requirement, source } = each;
  const head = { description, id, operation, aspect, level, requirement, source };
  if (outcome === "skipped") return { ...head, status: "skipped", duration: 0, transcript: [] };
  if (outcome === undefined) {
    const reason = "Not run: the run ended early.";
    return { ...head, status: "could not run", duration: 0, reason, transcript: [] };
  }
  const expectation = cases.get(id);
  const { duration, reason, transcript } = outcome;
  return {
    ...head,
    status:
      expectation === undefined ? unexpectedStatus(outcome.status, level, strict) : expectedStatus(outcome.status),
    duration,
    ...(reason !== undefined && { reason }),
    ...(expectation !== undefined && { expectation }),
    transcript,
  };
}

function unexpectedStatus(status: CaseOutcome["status"], level: Level, strict: boolean): Status {
  const decides = level === "MUST" || (level === "SHOULD" && strict);
  return status === "failed" && !decides ? "warning" : status;
}

function expectedStatus(status: CaseOutcome["status"]): Status {
  if (status === "failed") return "expected failure";
  return status === "passed" ? "unexpected pass" : status;
}

function coverageOf({ cases, outcomes, expectations, isMock }: RunResult, description: DescriptionName): Coverage {
  const counter = new CoverageCounter(description, { isMock, uncovered: expectations.uncovered });
  const operations = new Map(cases.map(({ id, operation }) => [id, operation]));
  for (const outcome of outcomes) {
    if (outcome.description === description)
      counter.add(operations.get(outcome.id) ?? "", outcome.coverageItems, outcome.undecidedItems);
  }
  return counter.count();
}

type DecidingCoverage = Pick<Coverage, "missing" | "unexpectedlyExercised">;

/**
 * The exit status of a run: 0 the target conforms, 1 it does not, 2 that could not be determined.
 *
 * @param coverages of a whole run; none of a partial run, which leaves gaps on purpose
 */
export function verdictOf(
  cases: readonly Pick<CaseReport, "status">[],
  faults: readonly string[],
  coverages: readonly DecidingCoverage[],
): 0 | 1 | 2 {
  const some = (status: Status) => cases.some((each) => each.status === status);
  // A run that could not start has no failures, and must not pass.
  if (faults.length > 0 || !cases.some(({ status }) => status !== "skipped")) return 2;
  if (some("failed") || some("unexpected pass")) return 1;
  if (some("could not run")) return 2;
  const { missing, unexpected } = gapsOf(coverages);
  return missing + unexpected > 0 ? 1 : 0;
}

function gapsOf(coverages: readonly DecidingCoverage[]): { missing: number; unexpected: number } {
  return {
    missing: coverages.flatMap(({ missing }) => missing).length,
    unexpected: coverages.flatMap(({ unexpectedlyExercised }) => unexpectedlyExercised).length,
  };
}

/** The verdict in one sentence, with the numbers that it rests on. */
function summaryOf(
  verdict: 0 | 1 | 2,
  target: string,
  cases: readonly CaseReport[],
  coverages: readonly DecidingCoverage[],
): string {
  const count = (...statuses: Status[]) => cases.filter(({ status }) => statuses.includes(status)).length;
  const failed = count("failed", "unexpected pass");
  const ran = failed + count("passed", "warning", "expected failure");
  const warned = count("warning");
  const warnings = warned === 0 ? "" : `, with ${amount(warned)} ${warned === 1 ? "warning" : "warnings"}`;
  if (verdict === 2) return `Could not determine whether ${target} conforms.`;
  if (failed > 0) return `${target} does not conform: ${amount(failed)} of ${casesText(ran)} failed.`;
  const noFailures = `No failures in the ${casesText(ran)} that ran`;
  if (verdict === 1) return `${noFailures}, but ${gapsText(gapsOf(coverages))} (see Coverage).`;
  return count("skipped") === 0
    ? `${target} conforms${warnings}.`
    : `${noFailures} (of ${amount(cases.length)})${warnings}.`;
}

function gapsText({ missing, unexpected }: { missing: number; unexpected: number }): string {
  const texts = [];
  if (missing > 0) {
    texts.push(`${amount(missing)} documented ${missing === 1 ? "item was" : "items were"} not covered`);
  }
  if (unexpected > 0) {
    texts.push(`${amount(unexpected)} covered ${unexpected === 1 ? "item is" : "items are"} listed as impossible`);
  }
  return texts.join(" and ");
}

function casesText(number: number): string {
  return number === 1 ? "1 case" : `${amount(number)} cases`;
}

function amount(number: number): string {
  return number.toLocaleString("en");
}
