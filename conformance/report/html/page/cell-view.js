// @ts-check
/** @import { CellSummary } from "../../statuses.js" */
import { html } from "./html-template.js";

/**
 * The content of a cell of the matrix.
 *
 * @param {string} title
 * @param {string} sign of the state
 * @param {CellSummary} summary
 */
export function cellView(title, sign, { passed, total, state }) {
  return html`<span class="unseen">${title}, </span>${passed}<span class="of">/${total}</span><span class="unseen"> passed${state === "passed" ? "" : `, ${state}`}</span> <span class="sign" aria-hidden="true">${sign}</span>`;
}
