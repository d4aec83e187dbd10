import type { RunReport } from "../run-report.js";
import { failures } from "../statuses.js";
import { caseView } from "./case-view.js";
import { html, type Markup } from "./html-template.js";
import type { PageData } from "./page-data.js";

/** How many failures stand there at once; the rest is behind one more click. */
const AT_ONCE = 50;

/** Every case that the run is not to have. What is in each is rendered when it is opened, or printed. */
export function failuresSection(report: RunReport, data: PageData): Markup {
  const failed = failures(report.cases);
  if (failed.length === 0) return html``;
  const numbers = new Map(report.cases.map((each, index) => [each, index]));
  const views = failed.map((each) => caseView(html, data, numbers.get(each) ?? 0));
  const rest = views.slice(AT_ONCE);
  return html`<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">Failures <span class="count">${failed.length}</span></h2>
<div class="cases">${views.slice(0, AT_ONCE)}</div>${
    rest.length === 0
      ? ""
      : html`<details class="more"><summary>${rest.length} more</summary><div class="cases">${rest}</div></details>`
  }</section>`;
}
