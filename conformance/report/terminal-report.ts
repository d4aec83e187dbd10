import type { CaseOutcome } from "../runner/collecting-reporter.js";
import { coverageTable } from "./coverage-table.js";
import type { CaseReport, RunReport, Status } from "./run-report.js";
import { failures, tally } from "./statuses.js";

/** How many failures are written out; all of them are in the report files. */
const SHOWN = 10;

/** Prints what a run came to: failures as bug reports, then a table for each description, then the verdict. */
export function printReport(
  report: RunReport,
  outcomes: readonly CaseOutcome[],
  console: Pick<Console, "log" | "error"> = globalThis.console,
): void {
  const { cases, coverages, faults, target, seconds, summary } = report;
  const reports = new Map(outcomes.map(({ description, id, report }) => [`${description} ${id}`, report]));
  const bad = failures(cases);
  for (const each of bad.filter(({ status }) => status !== "could not run").slice(0, SHOWN)) {
    const { status, description, id, reason = "" } = each;
    const text = status === "failed" ? (reports.get(`${description} ${id}`) ?? reason) : surprise(each);
    console.log(`${status.toUpperCase()} ${description} ${id}\n\n${indent(text)}\n`);
  }
  const more = bad.filter(({ status }) => status !== "could not run").length - SHOWN;
  if (more > 0) console.log(`… and ${more} more; --report html=FILE has them all.\n`);
  const [lost] = bad.filter(({ status }) => status === "could not run");
  for (const fault of faults) console.log(`ERROR outside of any case: ${fault}\n`);
  for (const coverage of coverages) {
    const ofDescription = cases.filter(({ description }) => description === coverage.description);
    console.log(`${coverage.description} against ${target}: ${count(ofDescription)}\n\n${coverageTable(coverage)}\n`);
  }
  console.log(`${count(cases)}, in ${seconds.toFixed(1)} s`);
  console.log(summary);
  if (lost !== undefined) console.error(`Not all cases could run. ${lost.reason}`);
}

function surprise({ expectation }: CaseReport): string {
  return `It passes, and its expectation says that it fails (${expectation?.reason}). Take it off the list.`;
}

/** Counted also where there are none, and before the others. */
const ALWAYS: readonly Status[] = ["passed", "failed", "undecidable"];

/** How many cases there are of each status. */
function count(cases: readonly CaseReport[]): string {
  const none = ALWAYS.map((status): [Status, number] => [status, 0]);
  return [...new Map([...none, ...tally(cases)])]
    .map(([status, number]) => `${number.toLocaleString("en")} ${status}`)
    .join(", ");
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
