import type { RunReport } from "../run-report.js";
import { failures } from "../statuses.js";
import type { Markup } from "./markup.js";
import { caseView } from "./page/case-view.js";
import { html } from "./page/html-template.js";
import type { PageData } from "./page-data.js";

/** How many failures are shown at once; the others open with one more click. */
const MAX_SHOWN = 50;

/** The failed cases. The details of each are rendered when it is opened or printed. */
export function failuresSection(report: RunReport, data: PageData): Markup {
  const failed = failures(report.cases);
  if (failed.length === 0) return html``;
  const indexes = new Map(report.cases.map((each, index) => [each, index]));
  const views = failed.map((each) => caseView(data, indexes.get(each) ?? 0));
  const others = views.slice(MAX_SHOWN);
  return html`<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">Failures <span class="count">${failed.length}</span></h2>
<div class="cases">${views.slice(0, MAX_SHOWN)}</div>${
    others.length === 0
      ? ""
      : html`<details class="more"><summary>${others.length} more</summary><div class="cases">${others}</div></details>`
  }</section>`;
}
