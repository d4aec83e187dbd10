import { ASPECTS } from "../../cases/case.js";
import { matrixOf } from "../case-matrix.js";
import type { CaseReport, RunReport } from "../run-report.js";
import { type CellState, type CellSummary, SIGNS, summarize, tally } from "../statuses.js";
import { type Content, type Html, html, type Markup } from "./html-template.js";

/** What a cell shows. Runs in the page too: it names nothing outside of itself. */
export function cellView(html: Html, sign: string, title: string, { passed, total, state }: CellSummary): Markup {
  return html`<span class="unseen">${title}, </span>${passed}<span class="of">/${total}</span><span class="unseen"> passed${state === "passed" ? "" : `, ${state}`}</span> <span class="sign" aria-hidden="true">${sign}</span>`;
}

/** Operations × aspects. Every cell opens its cases. The roles are said because narrow screens show it as no table. */
export function matrixSection(report: RunReport): Markup {
  return html`<section id="matrix" aria-labelledby="matrix-title">
<h2 id="matrix-title">Operations and aspects</h2>
${filterForm(report)}
<p id="shown" role="status" class="muted">${report.cases.length.toLocaleString("en")} cases</p>
<p class="paper">What was sent and received in the cases that did not fail is in the file that this was printed from.</p>
${matrixTable(report)}
<p class="legend">${(
    ["passed", "partly decided", "failed", "could not run", "expected failure", "undecidable", "skipped"] as const
  ).map(
    (state) =>
      html`<span data-state="${state}"><span class="sign" aria-hidden="true">${SIGNS[state]}</span> ${LEGEND[state]}</span> `,
  )}</p>
</section>`;
}

const LEGEND: Readonly<Record<Exclude<CellState, "unexpected pass">, string>> = {
  passed: "all passed",
  "partly decided": "passed as far as it was decided",
  failed: "some failed, or passed unexpectedly",
  "could not run": "some could not run",
  "expected failure": "some failed as expected",
  undecidable: "undecidable on this target",
  skipped: "skipped",
};

function filterForm({ cases }: RunReport): Markup {
  const descriptions = [...new Set(cases.map(({ description }) => description))];
  const option = (value: string, count: number) =>
    html`<option value="${value}">${value} (${count.toLocaleString("en")})</option>`;
  const levels = (["MUST", "SHOULD", "MAY"] as const)
    .map((level) => [level, cases.filter((each) => each.level === level).length] as const)
    .filter(([, count]) => count > 0);
  const select = (name: string, label: string, options: Content) =>
    html`<label>${label} <select name="${name}"><option value="">all</option>${options}</select></label>`;
  return html`<form id="filter" role="search" aria-label="Cases" hidden>
<label class="find">Find <input type="search" name="text" placeholder="operation, id or requirement" autocomplete="off" spellcheck="false"></label>
${select(
  "status",
  "Status",
  tally(cases).map(([status, count]) => option(status, count)),
)}
${select(
  "level",
  "Level",
  levels.map(([level, count]) => option(level, count)),
)}
${select(
  "description",
  "Description",
  descriptions.map((name) => option(name, cases.filter((each) => each.description === name).length)),
)}
<button type="reset">Clear</button> <button type="button" id="list">List cases</button>
</form>`;
}

function matrixTable({ cases }: RunReport): Markup {
  const rows = matrixOf(cases);
  const cell = (of: readonly CaseReport[], operation = "", aspect = ""): Markup => {
    if (of.length === 0) return html``;
    const summary = summarize(of.map(({ status }) => status));
    const title = [operation, aspect].filter((name) => name !== "").join(": ") || "All cases";
    return html`<button type="button" class="cell" data-title="${title}" data-operation="${operation}" data-aspect="${aspect}" data-state="${summary.state}">${cellView(html, SIGNS[summary.state], title, summary)}</button>`;
  };
  return html`<table class="matrix" role="table"><caption class="unseen">Cases passed of all, by operation and aspect. A cell opens its cases.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Operation</th>${ASPECTS.map((aspect) => html`<th scope="col" role="columnheader">${aspect}</th>`)}<th scope="col" role="columnheader">all</th></tr></thead>
<tbody role="rowgroup">${rows.map(
    ({ operation, cells }) => html`<tr role="row"><th scope="row" role="rowheader">${operation}</th>${ASPECTS.map(
      (aspect) => html`<td role="cell" data-label="${aspect}">${cell(cells[aspect], operation, aspect)}</td>`,
    )}<td role="cell" data-label="all">${cell(Object.values(cells).flat(), operation)}</td></tr>
`,
  )}</tbody>
<tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader">All operations</th>${ASPECTS.map((aspect) => {
    const ofAspect = rows.flatMap(({ cells }) => cells[aspect]);
    return html`<td role="cell" data-label="${aspect}">${cell(ofAspect, "", aspect)}</td>`;
  })}<td role="cell" data-label="all">${cell(cases)}</td></tr></tfoot></table>`;
}
