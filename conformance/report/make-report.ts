import type { DescriptionName } from "../../generated/descriptions.js";
import type { Case } from "../cases/case.js";
import type { CaseOutcome } from "../runner/collecting-reporter.js";
import { type Coverage, CoverageCounter } from "./coverage.js";
import type { Expectations } from "./expectations.js";
import { type CaseReport, FAILING_STATUSES, type RunReport, type Status } from "./run-report.js";

/** What a run came to, before it is a report. */
export interface RunResult {
  readonly target: string;
  readonly driver: "client" | "raw";
  readonly started: Date;
  /** Every case of the descriptions. */
  readonly cases: readonly Case[];
  /** Those that were to run. */
  readonly chosen: readonly Case[];
  readonly outcomes: readonly CaseOutcome[];
  readonly faults: readonly string[];
  readonly expectations: Expectations;
  /** Whether the target answers with the examples of the description. */
  readonly isMock: boolean;
}

export function makeReport(ran: RunResult): RunReport {
  const { target, driver, started, cases, chosen, outcomes, faults, expectations } = ran;
  const outcomeOf = new Map(outcomes.map((outcome) => [`${outcome.description} ${outcome.id}`, outcome]));
  const isChosen = new Set(chosen);
  const reports = cases.map((each) =>
    caseReport(each, isChosen.has(each) ? outcomeOf.get(`${each.description} ${each.id}`) : "skipped", expectations),
  );
  const coverages = [...new Set(cases.map(({ description }) => description))].map((description) =>
    coverage(ran, description),
  );
  const isWhole = chosen.length === cases.length;
  const verdict = verdictOf(reports, faults, isWhole ? coverages : []);
  return {
    target,
    driver,
    started: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    verdict,
    summary: summaryOf(verdict, target, reports, isWhole),
    cases: reports,
    coverages,
    faults,
  };
}

/** @param outcome undefined: the run ended before the case */
function caseReport(each: Case, outcome: CaseOutcome | "skipped" | undefined, { cases }: Expectations): CaseReport {
  const { description, id, operation, aspect, level, requirement, source } = each;
  const head = { description, id, operation, aspect, level, requirement, source };
  if (outcome === "skipped") return { ...head, status: "skipped", duration: 0, transcript: [] };
  if (outcome === undefined) {
    return { ...head, status: "could not run", duration: 0, reason: "The run ended before it.", transcript: [] };
  }
  const expectation = cases.get(id);
  const { duration, reason, transcript } = outcome;
  return {
    ...head,
    status: expectation === undefined ? outcome.status : expectedStatus(outcome.status),
    duration,
    ...(reason !== undefined && { reason }),
    ...(expectation !== undefined && { expectation }),
    transcript: transcript,
  };
}

function expectedStatus(status: CaseOutcome["status"]): Status {
  if (status === "failed") return "expected failure";
  return status === "passed" ? "unexpected pass" : status;
}

function coverage({ cases, outcomes, expectations, isMock }: RunResult, description: DescriptionName): Coverage {
  const counter = new CoverageCounter(description, { isMock, uncovered: expectations.uncovered });
  const operations = new Map(cases.map(({ id, operation }) => [id, operation]));
  for (const outcome of outcomes) {
    if (outcome.description === description)
      counter.add(operations.get(outcome.id) ?? "", outcome.coverageItems, outcome.undecidedItems);
  }
  return counter.count();
}

/** The exit status that a run comes to. */
export function verdictOf(
  cases: readonly Pick<CaseReport, "status">[],
  faults: readonly string[],
  coverages: readonly Pick<Coverage, "missing" | "unexpectedlyExercised">[],
): 0 | 1 | 2 {
  const some = (status: Status) => cases.some((each) => each.status === status);
  // A suite is never green because it could not start.
  if (faults.length > 0 || !cases.some(({ status }) => status !== "skipped")) return 2;
  if (some("failed") || some("unexpected pass")) return 1;
  if (some("could not run")) return 2;
  return coverages.some(({ missing, unexpectedlyExercised }) => missing.length > 0 || unexpectedlyExercised.length > 0)
    ? 1
    : 0;
}

function summaryOf(verdict: 0 | 1 | 2, target: string, cases: readonly CaseReport[], isWhole: boolean): string {
  const bad = cases.filter(({ status }) => FAILING_STATUSES.includes(status)).length;
  const ran = cases.filter(({ status }) => status !== "skipped").length;
  const of = isWhole
    ? ""
    : `, so far as ${ran.toLocaleString("en")} of ${cases.length.toLocaleString("en")} cases tell`;
  if (verdict === 0) return `${target} conforms${of}.`;
  if (verdict === 1)
    return bad === 0
      ? `${target} conforms, and not everything documented was exercised.`
      : `${target} does not conform: ${bad.toLocaleString("en")} of ${ran.toLocaleString("en")} cases failed.`;
  return `Whether ${target} conforms could not be found out.`;
}
