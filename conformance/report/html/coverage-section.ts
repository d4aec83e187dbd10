import { COVERAGE_KINDS, type CoverageKind } from "../../description/coverage-items.js";
import type { Count, Coverage, NamedItem } from "../coverage.js";
import type { RunReport } from "../run-report.js";
import { SIGNS } from "../statuses.js";
import type { Markup } from "./markup.js";
import { html } from "./page/html-template.js";

/** What of each description was covered, and what was not. */
export function coverageContent({ cases, coverages }: RunReport): Markup {
  const isWhole = cases.every(({ status }) => status !== "skipped");
  // What was not selected is not missing.
  const shown = isWhole
    ? coverages
    : coverages.map((coverage) => ({ ...coverage, missing: [], unexpectedlyExercised: [] }));
  return html`<p class="muted">Covered / documented, measured on the real traffic.${isWhole ? "" : " This was a partial run, so gaps are not listed."}</p>
<div class="wide"><table class="coverage"><caption class="unseen">Covered / documented, by description</caption>
${tableHead("Description")}
<tbody>${shown.map(({ description, total, missing }) => row(description, total, missing))}</tbody></table></div>
${shown.map((coverage) => ofDescription(coverage, isWhole))}`;
}

function ofDescription(coverage: Coverage, isWhole: boolean): Markup {
  const { description, operations, missing, undecidable, excluded, unexpectedlyExercised } = coverage;
  const isComplete = isWhole && missing.length === 0 && unexpectedlyExercised.length === 0;
  const reasons = [...new Set(excluded.map(({ reason }) => reason))];
  return html`<h3>${description}</h3>
${isComplete ? html`<p>Everything this target can decide is covered.</p>` : ""}
${list("Not covered", missing, "open")}
${list("Covered, but listed as impossible in the expectations", unexpectedlyExercised, "open")}
${reasons.map((reason) =>
  list(
    `Excluded: ${reason}`,
    excluded.filter((item) => item.reason === reason),
  ),
)}
${list("Undecidable on this target", undecidable)}
<details class="more"><summary>By operation</summary><div class="wide"><table class="coverage"><caption class="unseen">Covered / documented in ${description}, by operation</caption>
${tableHead("Operation")}
<tbody>${Object.entries(operations).map(([operation, counts]) =>
    row(
      operation,
      counts,
      missing.filter((item) => item.operation === operation),
    ),
  )}</tbody></table></div></details>`;
}

function tableHead(first: string): Markup {
  return html`<thead><tr><th scope="col">${first}</th>${COVERAGE_KINDS.map((kind) => html`<th scope="col">${kind}</th>`)}</tr></thead>`;
}

function row(name: string, counts: Coverage["total"], missing: readonly NamedItem[]): Markup {
  const isMissing = (kind: CoverageKind) => missing.some((item) => item.kind === kind);
  return html`<tr><th scope="row">${name}</th>${COVERAGE_KINDS.map((kind) => cell(counts[kind], isMissing(kind)))}</tr>
`;
}

/** Marked only if something is missing: a lower count alone may be what the target cannot do. */
function cell({ exercised, described }: Count, isMissing: boolean): Markup {
  if (described === 0) return html`<td class="muted">–</td>`;
  const counts = html`${exercised}<span class="of">/${described}</span>`;
  return isMissing
    ? html`<td data-state="failed">${counts} <span class="sign" aria-hidden="true">${SIGNS.failed}</span><span class="unseen"> some missing</span></td>`
    : html`<td>${counts}</td>`;
}

function list(title: string, items: readonly NamedItem[], open?: "open"): Markup {
  if (items.length === 0) return html``;
  const operations = [...new Set(items.map(({ operation }) => operation))];
  const entries = operations.map((operation) => {
    const named = items.filter((item) => item.operation === operation);
    return html`<dt>${operation}</dt>${named.map(({ kind, name }) => html`<dd>${kind}: ${name}</dd>`)}`;
  });
  return html`<details class="more"${open === undefined ? "" : html` open`}><summary>${title} <span class="count">${items.length}</span></summary><dl class="named">${entries}</dl></details>`;
}
