// @ts-check
/** @import { PageData } from "../page-data.js" */
/** @import { ShowCases } from "./case-dialog.js" */
import { caseAt } from "./case-view.js";
import { cellView } from "./cell-view.js";
import { summarize } from "./summarize.js";

/**
 * Limits the matrix to the cases that match the form, and shows the cases of a selected cell.
 *
 * @param {PageData} data
 * @param {ShowCases} show
 */
export function setUpMatrix(data, show) {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("#filter"));
  const shown = /** @type {HTMLElement} */ (document.querySelector("#shown"));
  const cells = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("button.cell")]);
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".matrix tbody tr")]);
  const texts = data.cases.map(({ id, operation, requirement }) => `${operation} ${id} ${requirement}`.toLowerCase());
  const every = data.cases.map((_, index) => index);
  let matching = every;

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // The event comes before the fields are cleared.
  form.addEventListener("reset", () => setTimeout(filter));
  // Browsers keep the fields when the page is loaded again.
  if ([...new FormData(form).values()].some((value) => value !== "")) filter();
  document.querySelector("#list")?.addEventListener("click", () => show("Cases", matching));
  document.querySelector("table.matrix")?.addEventListener("click", ({ target }) => {
    const cell = /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest("button.cell") : null);
    if (cell !== null) show(cell.dataset.title ?? "", casesOf(cell));
  });

  function filter() {
    const matches = filterOf(new FormData(form));
    matching = every.filter((index) => matches(index));
    for (const cell of cells) renderCell(cell);
    const isLimited = matching.length < every.length;
    const kept = rows.filter((row) => row.querySelector(".cell:not([hidden])") !== null);
    for (const row of rows) row.hidden = isLimited && !kept.includes(row);
    const all = every.length.toLocaleString("en");
    shown.textContent = isLimited ? `${matching.length.toLocaleString("en")} of ${all} cases` : `${all} cases`;
  }

  /**
   * @param {FormData} fields
   * @returns {(index: number) => boolean} whether a case matches all fields
   */
  function filterOf(fields) {
    /** @param {string} name */
    const value = (name) => String(fields.get(name) ?? "");
    const words = value("text").toLowerCase().split(/\s+/);
    const status = value("status");
    const level = value("level");
    const description = value("description");
    return (index) => {
      const each = caseAt(data.cases, index);
      return (
        words.every((word) => texts[index]?.includes(word)) &&
        ["", each.status].includes(status) &&
        ["", each.level].includes(level) &&
        ["", each.description].includes(description)
      );
    };
  }

  /** @param {HTMLElement} cell */
  function renderCell(cell) {
    const summary = summarize(casesOf(cell).map((index) => caseAt(data.cases, index).status));
    cell.hidden = summary.total === 0;
    cell.dataset.state = summary.state;
    cell.innerHTML = cellView(cell.dataset.title ?? "", data.signs[summary.state], summary).markup;
  }

  /** @param {HTMLElement} cell */
  function casesOf({ dataset: { operation, aspect } }) {
    return matching.filter((index) => {
      const each = caseAt(data.cases, index);
      return ["", each.operation].includes(operation ?? "") && ["", each.aspect].includes(aspect ?? "");
    });
  }
}
