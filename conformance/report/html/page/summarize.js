// @ts-check
/** @import { CellSummary } from "../../statuses.js" */
/** @import { Status } from "../../run-report.js" */

/** @type {readonly Status[]} Those that decide the state of a cell if one case has them, the worst first. */
const DECIDING = ["failed", "unexpected pass", "could not run", "warning", "expected failure"];

/**
 * Sums up the cases of a cell of the matrix.
 *
 * @param {readonly Status[]} statuses of the cases
 * @returns {CellSummary}
 */
export function summarize(statuses) {
  const passed = statuses.filter((status) => status === "passed").length;
  const total = statuses.length;
  return { passed, total, state: DECIDING.find((status) => statuses.includes(status)) ?? stateWithoutFailure() };

  function stateWithoutFailure() {
    if (passed > 0) return passed === total ? "passed" : "partly decided";
    return statuses.includes("undecidable") ? "undecidable" : "skipped";
  }
}
