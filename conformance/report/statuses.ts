import { type CaseReport, EXPLAINED_STATUSES, type Status } from "./run-report.js";

/** Every status, in the order in which reports count them. */
const STATUSES: readonly Status[] = [
  "failed",
  "unexpected pass",
  "could not run",
  "warning",
  "expected failure",
  "passed",
  "undecidable",
  "skipped",
];

/** The state of a cell of the matrix: the status of its cases, or of some of them. */
export type CellState = Status | "partly decided";

/** The sign of a state, shown beside its colour. */
export const SIGNS: Readonly<Record<CellState, string>> = {
  failed: "✗",
  "unexpected pass": "✗",
  "could not run": "!",
  warning: "⚠",
  "expected failure": "~",
  passed: "✓",
  "partly decided": "◐",
  undecidable: "?",
  skipped: "–",
};

/** The state of a whole run, by its verdict. */
export const VERDICTS = { 0: "passed", 1: "failed", 2: "could not run" } as const;

/** The number of cases of each status, without statuses that no case has. */
export function tally(cases: readonly Pick<CaseReport, "status">[]): [status: Status, count: number][] {
  return STATUSES.map((status): [Status, number] => [
    status,
    cases.filter((each) => each.status === status).length,
  ]).filter(([, count]) => count > 0);
}

/** The cases that reports explain, those that fail the run first; then MUST first, then SHOULD, then MAY. */
export function failures(cases: readonly CaseReport[]): CaseReport[] {
  const explained = cases.filter(({ status }) => EXPLAINED_STATUSES.includes(status));
  const byLevel = (["MUST", "SHOULD", "MAY"] as const).flatMap((level) =>
    explained.filter((each) => each.level === level),
  );
  const isWarning = ({ status }: CaseReport) => status === "warning";
  return [...byLevel.filter((each) => !isWarning(each)), ...byLevel.filter(isWarning)];
}

/** Says that a case passed against the expectations, and what to do about it. */
export function unexpectedPassText({ expectation }: Pick<CaseReport, "expectation">): string {
  return `Unexpected pass: listed as a known failure (${expectation?.reason ?? "without a reason"}). Remove it from the expectations.`;
}

/** The sum of the cases of a cell of the matrix. */
export interface CellSummary {
  readonly passed: number;
  readonly total: number;
  readonly state: CellState;
}
