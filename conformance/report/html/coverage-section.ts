import { KINDS, type Kind } from "../../description/coverage-items.js";
import type { Count, Coverage, Named } from "../coverage.js";
import type { RunReport } from "../run-report.js";
import { SIGNS } from "../statuses.js";
import { html, type Markup } from "./html-template.js";

/** What of each description was exercised, and what was not. */
export function coverageSection({ cases, coverages }: RunReport): Markup {
  const isWhole = cases.every(({ status }) => status !== "skipped");
  // What nobody wanted to exercise is not missing.
  const shown = isWhole ? coverages : coverages.map((coverage) => ({ ...coverage, missing: [], outdated: [] }));
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
  const { description, operations, missing, undecidable, excepted, outdated } = coverage;
  const isComplete = isWhole && missing.length === 0 && outdated.length === 0;
  return html`<h3>${description}</h3>
${isComplete ? html`<p>Everything was exercised that can be exercised on this target.</p>` : ""}
${list("Documented and not exercised", missing, "open")}
${list("Exercised, though the expectations say that it cannot be", outdated, "open")}
${[...new Set(excepted.map(({ reason }) => reason))].map((reason) =>
  list(
    `Not to be exercised here: ${reason}`,
    excepted.filter((fact) => fact.reason === reason),
  ),
)}
${list("Undecidable on this target", undecidable)}
<details class="more"><summary>By operation</summary><div class="wide"><table class="coverage"><caption class="unseen">Exercised of stated in ${description}, by operation</caption>
${head("Operation")}
<tbody>${Object.entries(operations).map(([operation, counts]) =>
    row(
      operation,
      counts,
      missing.filter((fact) => fact.operation === operation),
    ),
  )}</tbody></table></div></details>`;
}

function head(first: string): Markup {
  return html`<thead><tr><th scope="col">${first}</th>${KINDS.map((kind) => html`<th scope="col">${kind}</th>`)}</tr></thead>`;
}

function row(name: string, counts: Coverage["total"], missing: readonly Named[]): Markup {
  const isMissing = (kind: Kind) => missing.some((fact) => fact.kind === kind);
  return html`<tr><th scope="row">${name}</th>${KINDS.map((kind) => cell(counts[kind], isMissing(kind)))}</tr>
`;
}

/** What is left out because it cannot be exercised on the target is nothing to worry about. */
function cell({ exercised, stated }: Count, isMissing: boolean): Markup {
  if (stated === 0) return html`<td class="muted">–</td>`;
  const counts = html`${exercised}<span class="of">/${stated}</span>`;
  return isMissing
    ? html`<td data-state="failed">${counts} <span class="sign" aria-hidden="true">${SIGNS.failed}</span><span class="unseen"> some missing</span></td>`
    : html`<td>${counts}</td>`;
}

function list(title: string, facts: readonly Named[], open?: "open"): Markup {
  if (facts.length === 0) return html``;
  const operations = [...new Set(facts.map(({ operation }) => operation))];
  const entries = operations.map((operation) => {
    const named = facts.filter((fact) => fact.operation === operation);
    return html`<dt>${operation}</dt>${named.map(({ kind, name }) => html`<dd>${kind}: ${name}</dd>`)}`;
  });
  return html`<details class="more"${open === undefined ? "" : html` open`}><summary>${title} <span class="count">${facts.length}</span></summary><dl class="named">${entries}</dl></details>`;
}
