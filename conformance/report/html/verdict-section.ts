import type { RunReport } from "../run-report.js";
import { SIGNS, tally, VERDICTS } from "../statuses.js";
import type { Content, Markup } from "./markup.js";
import { html } from "./page/html-template.js";

/** The verdict and the settings of the run, by the placeholders of the page. */
export function verdictContents(report: RunReport) {
  const { verdict, summary, target, driver, started, seconds, cases, coverages } = report;
  const state = VERDICTS[verdict];
  const counts = tally(cases).map(
    ([status, count]) =>
      html`<li data-state="${status}"><span class="sign" aria-hidden="true">${SIGNS[status]}</span> <b>${count.toLocaleString("en")}</b> ${status}</li>`,
  );
  return {
    state,
    sign: SIGNS[state],
    summary,
    counts,
    target,
    driver,
    started: html`<time datetime="${started}">${readableTime(started)}</time>`,
    duration: readableDuration(seconds),
    descriptions: [...new Set(coverages.map(({ description }) => description))].join(", "),
  } satisfies Record<string, Content>;
}

/** The errors outside a case. */
export function faultsSection({ faults }: RunReport): Markup {
  if (faults.length === 0) return html``;
  return html`<section aria-labelledby="faults-title"><h2 id="faults-title">Errors outside a case <span class="count">${faults.length}</span></h2>
${faults.map((fault) => html`<pre class="fault">\n${fault}</pre>`)}</section>`;
}

/** `2026-11-22T18:16:09.123Z` → `2026-11-22 18:16:09 UTC` */
function readableTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?Z$/, "$1 $2 UTC");
}

function readableDuration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
