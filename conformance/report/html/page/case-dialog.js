// @ts-check
/** @import { PageData } from "../page-data.js" */
import { caseAt, caseView } from "./case-view.js";
import { html } from "./html-template.js";

/** Shows cases, by index, in the dialog. @typedef {(title: string, cases: readonly number[]) => void} ShowCases */

const FAILING = ["failed", "unexpected pass", "could not run"];

/**
 * Sets up the dialog.
 *
 * @param {PageData} data
 * @returns {ShowCases}
 */
export function setUpDialog(data) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog"));
  const list = part(".cases");
  /** @param {number} index */
  const rank = (index) => (FAILING.includes(caseAt(data.cases, index).status) ? 0 : 1);

  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || (target instanceof Element && target.closest("[data-close]") !== null)) dialog.close();
  });
  return (title, cases) => {
    const sorted = [...cases].sort((one, other) => rank(one) - rank(other));
    part("h2").textContent = title;
    part(".count").textContent = `${sorted.length.toLocaleString("en")} ${sorted.length === 1 ? "case" : "cases"}`;
    list.innerHTML = html`${sorted.map((index) => caseView(data, index))}`.markup;
    if (!dialog.open) dialog.showModal();
    list.scrollTop = 0;
    const first = list.querySelector("details");
    if (sorted.length === 1 && first !== null) first.open = true;
    first?.querySelector("summary")?.focus();
  };

  /** @param {string} selector */
  function part(selector) {
    return /** @type {HTMLElement} */ (dialog.querySelector(selector));
  }
}
