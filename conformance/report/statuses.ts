import { type CaseReport, FAILING_STATUSES, type Status } from "./run-report.js";

/** Every status, in the order in which reports count them. */
const STATUSES: readonly Status[] = [
  "failed",
  "unexpected pass",
  "could not run",
  "expected failure",
  "passed",
  "undecidable",
  "skipped",
];

/** What a cell of the matrix comes to: as its cases, or some of them. */
export type CellState = Status | "partly decided";

/** What stands for a status beside its colour. */
export const SIGNS: Readonly<Record<CellState, string>> = {
  failed: "✗",
  "unexpected pass": "✗",
  "could not run": "!",
  "expected failure": "~",
  passed: "✓",
  "partly decided": "◐",
  undecidable: "?",
  skipped: "–",
};

/** What a run came to, by its verdict. */
export const VERDICTS = { 0: "passed", 1: "failed", 2: "could not run" } as const;

/** How many cases came to each status, without those that none came to. */
export function tally(cases: readonly Pick<CaseReport, "status">[]): [status: Status, count: number][] {
  return STATUSES.map((status): [Status, number] => [
    status,
    cases.filter((each) => each.status === status).length,
  ]).filter(([, count]) => count > 0);
}

/** The cases that a run is not to have, the most binding first. */
export function failures(cases: readonly CaseReport[]): CaseReport[] {
  const bad = cases.filter(({ status }) => FAILING_STATUSES.includes(status));
  return (["MUST", "SHOULD", "MAY"] as const).flatMap((level) => bad.filter((each) => each.level === level));
}

/** What the cases of a cell come to. */
export interface CellSummary {
  readonly passed: number;
  readonly total: number;
  readonly state: CellState;
}

/** Sums up the cases of a cell. Runs in the page of the HTML report too, so it names nothing outside of itself. */
export function summarize(statuses: readonly Status[]): CellSummary {
  const passed = statuses.filter((status) => status === "passed").length;
  const total = statuses.length;
  const worst: readonly Status[] = ["failed", "unexpected pass", "could not run", "expected failure"];
  const best = passed === total ? "passed" : "partly decided";
  const undecidedItems = statuses.includes("undecidable") ? "undecidable" : "skipped";
  const state = worst.find((status) => statuses.includes(status)) ?? (passed > 0 ? best : undecidedItems);
  return { passed, total, state };
}
