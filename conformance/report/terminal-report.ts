import type { CaseOutcome } from "../runner/collecting-reporter.js";
import { coverageTable } from "./coverage-table.js";
import type { CaseReport, RunReport, Status } from "./run-report.js";
import { failures, tally, unexpectedPassText } from "./statuses.js";

/** How many failures are printed in full; the report files have all of them. */
const MAX_PRINTED = 10;

/** Printed even where they count no case, and first. */
const ALWAYS_COUNTED: readonly Status[] = ["passed", "failed", "undecidable"];

/**
 * Prints a run: the first failures in full, a coverage table for each description, the counts, and the verdict. Cases that
 * could not run are reported on standard error.
 *
 * @param outcomes of the same run, for the transcripts of failures
 * @param console where to print. Default: the console of the process
 */
export function printReport(
  report: RunReport,
  outcomes: readonly CaseOutcome[],
  console: Pick<Console, "log" | "error"> = globalThis.console,
): void {
  const { cases, coverages, faults, target, seconds, summary } = report;
  const failing = failures(cases);
  const failed = failing.filter(({ status }) => status !== "could not run");
  for (const each of failed.slice(0, MAX_PRINTED)) console.log(`${failureText(each, outcomes)}\n`);
  if (failed.length > MAX_PRINTED) {
    console.log(`… and ${count(failed.length - MAX_PRINTED)} more. Write them all with --report html=FILE.\n`);
  }
  for (const fault of faults) console.log(`ERROR outside a case: ${fault}\n`);
  for (const coverage of coverages) {
    const ofDescription = cases.filter(({ description }) => description === coverage.description);
    console.log(`${coverage.description} against ${target}: ${counts(ofDescription)}\n\n${coverageTable(coverage)}\n`);
  }
  console.log(`${counts(cases)}, in ${seconds.toFixed(1)} s`);
  console.log(summary);
  const lost = failing.filter(({ status }) => status === "could not run");
  const [first] = lost;
  if (first !== undefined) {
    console.error(`${count(lost.length)} ${lost.length === 1 ? "case" : "cases"} did not run: ${first.reason}`);
  }
}

function failureText(each: CaseReport, outcomes: readonly CaseOutcome[]): string {
  const { status, description, id, reason = "" } = each;
  const outcome = outcomes.find((other) => other.description === description && other.id === id);
  const text = status === "unexpected pass" ? unexpectedPassText(each) : (outcome?.report ?? reason);
  return `${status.toUpperCase()} ${description} ${id}\n\n${indent(text)}`;
}

/** The number of cases of each status. */
function counts(cases: readonly CaseReport[]): string {
  const none = ALWAYS_COUNTED.map((status): [Status, number] => [status, 0]);
  return [...new Map([...none, ...tally(cases)])].map(([status, number]) => `${count(number)} ${status}`).join(", ");
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
