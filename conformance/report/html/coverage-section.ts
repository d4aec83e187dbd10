import { COVERAGE_KINDS, type CoverageKind } from "../../description/coverage-items.js";
import type { Count, Coverage, NamedItem } from "../coverage.js";
import type { RunReport } from "../run-report.js";
import { SIGNS } from "../statuses.js";
import { html, type Markup } from "./html-template.js";

/** What of each description was exercised, and what was not. */
export function coverageSection({ cases, coverages }: RunReport): Markup {
  const isWhole = cases.every(({ status }) => status !== "skipped");
  // What nobody wanted to exercise is not missing.
  const shown = isWhole
    ? coverages
    : coverages.map((coverage) => ({ ...coverage, missing: [], unexpectedlyExercised: [] }));
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage of the description</h2>
<p class="muted">Exercised of stated, as seen in what was really sent and received.${isWhole ? "" : " Only a part of the cases was to run, so what is missing is not named."}</p>
<div class="wide"><table class="coverage"><caption class="unseen">Exercised of stated, by description</caption>
${head("Description")}
<tbody>${shown.map(({ description, total, missing }) => row(description, total, missing))}</tbody></table></div>
${shown.map((coverage) => ofDescription(coverage, isWhole))}
</section>`;
}

function ofDescription(coverage: Coverage, isWhole: boolean): Markup {
  const { description, operations, missing, undecidable, excluded, unexpectedlyExercised } = coverage;
  const isComplete = isWhole && missing.length === 0 && unexpectedlyExercised.length === 0;
  return html`<h3>${description}</h3>
${isComplete ? html`<p>Everything was exercised that can be exercised on this target.</p>` : ""}
${list("Documented and not exercised", missing, "open")}
${list("Exercised, though the expectations say that it cannot be", unexpectedlyExercised, "open")}
${[...new Set(excluded.map(({ reason }) => reason))].map((reason) =>
  list(
    `Not to be exercised here: ${reason}`,
    excluded.filter((item) => item.reason === reason),
  ),
)}
${list("Undecidable on this target", undecidable)}
<details class="more"><summary>By operation</summary><div class="wide"><table class="coverage"><caption class="unseen">Exercised of stated in ${description}, by operation</caption>
${head("Operation")}
<tbody>${Object.entries(operations).map(([operation, counts]) =>
    row(
      operation,
      counts,
      missing.filter((item) => item.operation === operation),
    ),
  )}</tbody></table></div></details>`;
}

function head(first: string): Markup {
  return html`<thead><tr><th scope="col">${first}</th>${COVERAGE_KINDS.map((kind) => html`<th scope="col">${kind}</th>`)}</tr></thead>`;
}

function row(name: string, counts: Coverage["total"], missing: readonly NamedItem[]): Markup {
  const isMissing = (kind: CoverageKind) => missing.some((item) => item.kind === kind);
  return html`<tr><th scope="row">${name}</th>${COVERAGE_KINDS.map((kind) => cell(counts[kind], isMissing(kind)))}</tr>
`;
}

/** What is left out because it cannot be exercised on the target is nothing to worry about. */
function cell({ exercised, described }: Count, isMissing: boolean): Markup {
  if (described === 0) return html`<td class="muted">–</td>`;
  const counts = html`${exercised}<span class="of">/${described}</span>`;
  return isMissing
    ? html`<td data-state="failed">${counts} <span class="sign" aria-hidden="true">${SIGNS.failed}</span><span class="unseen"> some missing</span></td>`
    : html`<td>${counts}</td>`;
}

function list(title: string, coverageItems: readonly NamedItem[], open?: "open"): Markup {
  if (coverageItems.length === 0) return html``;
  const operations = [...new Set(coverageItems.map(({ operation }) => operation))];
  const entries = operations.map((operation) => {
    const named = coverageItems.filter((item) => item.operation === operation);
    return html`<dt>${operation}</dt>${named.map(({ kind, name }) => html`<dd>${kind}: ${name}</dd>`)}`;
  });
  return html`<details class="more"${open === undefined ? "" : html` open`}><summary>${title} <span class="count">${coverageItems.length}</span></summary><dl class="named">${entries}</dl></details>`;
}
