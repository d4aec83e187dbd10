import type { RunReport } from "../run-report.js";
import { SIGNS, tally, VERDICTS } from "../statuses.js";
import { html, type Markup } from "./html-template.js";

/** What the run came to, and what there is to know of it. */
export function verdictSection(report: RunReport): Markup {
  const state = VERDICTS[report.verdict];
  const descriptions = [...new Set(report.coverages.map(({ description }) => description))];
  return html`<header>
<p class="tool">Conformance to the Azure Web PubSub REST API</p>
<h1 data-state="${state}"><span class="sign" aria-hidden="true">${SIGNS[state]}</span> ${report.summary}</h1>
<ul class="counts" aria-label="Cases by status">${tally(report.cases).map(
    ([status, count]) =>
      html`<li data-state="${status}"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> <b>${count.toLocaleString("en")}</b> ${status}</li>`,
  )}</ul>
<dl class="facts">
<div><dt>Target</dt><dd>${report.target}</dd></div>
<div><dt>Driver</dt><dd>${report.driver}</dd></div>
<div><dt>Started</dt><dd><time datetime="${report.started}">${moment(report.started)}</time></dd></div>
<div><dt>Took</dt><dd>${duration(report.seconds)}</dd></div>
<div><dt>Descriptions</dt><dd>${descriptions.join(", ")}</dd></div>
</dl>
</header>`;
}

/** What went wrong outside of any case. */
export function faultsSection({ faults }: RunReport): Markup {
  if (faults.length === 0) return html``;
  return html`<section aria-labelledby="faults-title"><h2 id="faults-title">Outside of any case <span class="count">${faults.length}</span></h2>
${faults.map((fault) => html`<pre class="fault">\n${fault}</pre>`)}</section>`;
}

/** `2026-11-22T18:16:09.123Z` as people read it. */
function moment(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?Z$/, "$1 $2 UTC");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
