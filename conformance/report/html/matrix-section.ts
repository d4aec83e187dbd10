import { ASPECTS } from "../../cases/case.js";
import { matrixOf } from "../case-matrix.js";
import type { CaseReport, RunReport } from "../run-report.js";
import { type CellState, SIGNS, tally } from "../statuses.js";
import type { Content, Markup } from "./markup.js";
import { cellView } from "./page/cell-view.js";
import { html } from "./page/html-template.js";
import { summarize } from "./page/summarize.js";

const LEVELS = ["MUST", "SHOULD", "MAY"] as const;

const LEGEND: Readonly<Record<Exclude<CellState, "unexpected pass">, string>> = {
  passed: "all passed",
  "partly decided": "passed, some undecidable",
  failed: "some failed, or passed unexpectedly",
  "could not run": "some could not run",
  warning: "some failed that do not decide (SHOULD, MAY)",
  "expected failure": "some failed as expected",
  undecidable: "undecidable on this target",
  skipped: "skipped",
};

/** The matrix of operations and aspects and its filter, by the placeholders of the page. */
export function matrixContents({ cases }: RunReport) {
  return {
    ...filterOptions(cases),
    caseCount: cases.length.toLocaleString("en"),
    matrix: matrixTable(cases),
    legend: (Object.keys(LEGEND) as (keyof typeof LEGEND)[]).map(
      (state) =>
        html`<span data-state="${state}"><span class="sign" aria-hidden="true">${SIGNS[state]}</span> ${LEGEND[state]}</span> `,
    ),
  } satisfies Record<string, Content>;
}

/** The values that the filter can select, each with the number of its cases. */
function filterOptions(cases: readonly CaseReport[]) {
  const options = <Name extends string>(names: readonly Name[], of: (each: CaseReport) => Name) =>
    names
      .map((name) => ({ name, count: cases.filter((each) => of(each) === name).length }))
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => html`<option value="${name}">${name} (${count.toLocaleString("en")})</option>`);
  return {
    statusOptions: options(
      tally(cases).map(([status]) => status),
      ({ status }) => status,
    ),
    levelOptions: options(LEVELS, ({ level }) => level),
    descriptionOptions: options([...new Set(cases.map(({ description }) => description))], (each) => each.description),
  };
}

/** The roles are explicit because the style does not lay it out as a table on narrow screens. */
function matrixTable(cases: readonly CaseReport[]): Markup {
  const rows = matrixOf(cases);
  const columnHead = (name: string) => html`<th scope="col" role="columnheader">${name}</th>`;
  const rowViews = rows.map(({ operation, cells }) =>
    rowView(
      operation,
      ASPECTS.map((aspect) => cell(cells[aspect], operation, aspect)),
      cell(Object.values(cells).flat(), operation),
    ),
  );
  const totals = ASPECTS.map((aspect) =>
    cell(
      rows.flatMap(({ cells }) => cells[aspect]),
      "",
      aspect,
    ),
  );
  return html`<table class="matrix" role="table"><caption class="unseen">Passed cases by operation and aspect. Select a cell to see its cases.</caption>
<thead role="rowgroup"><tr role="row">${["Operation", ...ASPECTS, "all"].map(columnHead)}</tr></thead>
<tbody role="rowgroup">${rowViews}</tbody>
<tfoot role="rowgroup">${rowView("All operations", totals, cell(cases))}</tfoot></table>`;
}

function rowView(name: string, cells: readonly Markup[], total: Markup): Markup {
  return html`<tr role="row"><th scope="row" role="rowheader">${name}</th>${cells.map(
    (each, index) => html`<td role="cell" data-label="${ASPECTS[index] ?? ""}">${each}</td>`,
  )}<td role="cell" data-label="all">${total}</td></tr>
`;
}

/** A cell, which opens its cases. @param operation empty for all @param aspect empty for all */
function cell(cases: readonly CaseReport[], operation = "", aspect = ""): Markup {
  if (cases.length === 0) return html``;
  const summary = summarize(cases.map(({ status }) => status));
  const title = [operation, aspect].filter((name) => name !== "").join(": ") || "All cases";
  return html`<button type="button" class="cell" data-title="${title}" data-operation="${operation}" data-aspect="${aspect}" data-state="${summary.state}">${cellView(title, SIGNS[summary.state], summary)}</button>`;
}
