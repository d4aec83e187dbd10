import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";
import { type Ledger, type LedgerEntry, RANKS } from "./ledger.js";
import { line, prose } from "./prose.js";
import { referencePage } from "./reference-page.js";

/** The page of the evidence ledger: an anchor for each entry and each source. */
export function evidencePage({ entries, sources }: Ledger): string {
  const all = Object.entries(entries);
  return referencePage({
    title: "The evidence of the description",
    trail: [["Reference", "index.html"]],
    content: html`<p>The public sources about this API contradict each other. Each entry asks one question, lists what the
sources say, and states which one the description follows and why.</p>
<table>
${Object.entries(RANKS).map(
  ([rank, meaning]) => html`<tr><th class="${rank}">${rank}</th><td>${countOf(all, rank)}</td><td>${meaning}</td></tr>
`,
)}</table>
${all.map(([id, entry]) => section(id, entry))}
<h2 id="sources">Sources</h2>
<table>
${Object.entries(sources).map(
  ([name, { what, where }]) =>
    html`<tr id="source-${name}"><th>${name}</th><td>${prose(what)}${[where].flat().map(prose)}</td></tr>
`,
)}</table>
`,
  });
}

const countOf = (entries: readonly (readonly [string, LedgerEntry])[], rank: string) =>
  entries.filter(([, entry]) => entry.rank === rank).length;

function section(id: string, { topic, claims, follows, decision, why, rank, withdrawn }: LedgerEntry): Content {
  return html`<section id="${id}">
<h2>${id}: ${line(topic)}</h2>
<table>
<tr><th>Rank</th><td class="${rank}">${rank}: ${RANKS[rank]}</td></tr>
<tr><th>Decision</th><td>${prose(decision)}</td></tr>
<tr><th>Why</th><td>${prose(why)}</td></tr>
<tr><th>Follows</th><td><a href="#source-${follows}">${follows}</a></td></tr>
${
  withdrawn === undefined
    ? ""
    : html`<tr><th>Withdrawn</th><td>${prose(withdrawn)}</td></tr>
`
}</table>
<h3>What the sources say</h3>
<table>
${Object.entries(claims).map(
  ([source, claim]) => html`<tr><th><a href="#source-${source}">${source}</a></th><td>${prose(claim)}</td></tr>
`,
)}</table>
</section>
`;
}
