/** How the report looks: on light and dark, wide and narrow screens, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --raised: #f6f7f9; --line: #dde1e6; --text: #1c2127; --muted: #5a636e; --accent: #0a58ca;
  --good: #1a7037; --bad: #b42318; --bad-back: #fdecea; --warn: #8a5300; --warn-back: #fff4dc;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14171b; --raised: #1c2026; --line: #343a42; --text: #e4e8ec; --muted: #9aa4af; --accent: #7db2ff;
    --good: #63c384; --bad: #ff8a80; --bad-back: #3a1d1c; --warn: #e8b65a; --warn-back: #352a14;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; scrollbar-gutter: stable; }
html:has(dialog[open]) { overflow: hidden; }
body {
  margin: 0 auto; max-width: 78rem; padding: 2.5rem 2rem 5rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, h3, h4, p, ul, ol, dl, dd, pre { margin: 0; }
h1 { font-size: 1.6rem; line-height: 1.3; font-weight: 600; text-wrap: balance; }
h2 { font-size: 1.15rem; font-weight: 600; margin: 3rem 0 0.75rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.75rem 0 0.5rem; }
h4 { font-size: 0.8rem; font-weight: 600; color: var(--muted); }
a { color: var(--accent); text-underline-offset: 0.15em; }
pre, code, .id { font-family: var(--mono); font-size: 0.85em; unicode-bidi: isolate; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.muted { color: var(--muted); }
.count { color: var(--muted); font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

[data-state="passed"] .sign { color: var(--good); }
[data-state="partly decided"] .sign { color: var(--good); }
[data-state="failed"], [data-state="unexpected pass"], [data-state="could not run"] { color: var(--bad); }
[data-state="expected failure"] { color: var(--warn); }
[data-state="undecidable"], [data-state="skipped"] { color: var(--muted); }

.tool { color: var(--muted); margin-bottom: 0.25rem; }
h1[data-state] { color: inherit; }
h1[data-state="failed"] .sign, h1[data-state="could not run"] .sign { color: var(--bad); }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; padding: 0; margin-top: 1rem; list-style: none; font-size: 1.05rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin-top: 1.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.facts dt { font-size: 0.8rem; color: var(--muted); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 1.5rem; }
.fault { padding: 0.75rem 1rem; border-left: 3px solid var(--bad); background: var(--bad-back); }
.fault + .fault { margin-top: 0.5rem; }

.cases { border-top: 1px solid var(--line); }
.case { border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-height: auto 4rem; }
.case > summary {
  display: grid; grid-template-columns: 9.5rem 1fr auto; gap: 0 1rem; padding: 0.6rem 0.5rem; cursor: pointer; list-style: none;
}
.case > summary::-webkit-details-marker { display: none; }
.case > summary:hover { background: var(--raised); }
.case[open] > summary { background: var(--raised); }
.case > summary:focus-visible { outline-offset: -2px; }
.what { min-width: 0; }
.what > span { display: block; overflow-wrap: anywhere; }
.requirement { color: var(--muted); }
.reason { display: -webkit-box !important; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; white-space: pre-line; }
.case[open] .reason { display: none !important; }
.tags { display: flex; gap: 1rem; color: var(--muted); font-size: 0.85rem; white-space: nowrap; }
.level { font-weight: 600; }
.inside { padding: 0.75rem 0.5rem 1.5rem; }
.inside dl { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0.4rem 1rem; }
.inside dt { color: var(--muted); }
.inside dd { min-width: 0; overflow-wrap: anywhere; }
.source { white-space: pre-line; }
.steps { display: grid; gap: 1rem; padding: 0; margin-top: 1.25rem; list-style: none; }
.messages { display: grid; grid-template-columns: 1fr 1fr; border: 1px solid var(--line); border-radius: 6px 6px 0 0; }
.messages section { min-width: 0; padding: 0.6rem 0.9rem; }
.messages section + section { border-left: 1px solid var(--line); }
.messages pre { margin-top: 0.25rem; }
.curl { display: flex; gap: 1rem; align-items: start; padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-top: 0; border-radius: 0 0 6px 6px; background: var(--raised); }
.curl pre { flex: 1; min-width: 0; }
.frame { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; padding: 0 0.9rem; }
.frame + .frame { margin-top: -0.5rem; }
.direction { color: var(--muted); }
.none { margin-top: 1rem; color: var(--muted); }

.more { margin-top: 0.5rem; }
.more > summary { cursor: pointer; width: fit-content; }
.more[open] > summary { margin-bottom: 0.5rem; }

#filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; margin-bottom: 0.75rem; }
label { display: grid; font-size: 0.8rem; color: var(--muted); }
.find { flex: 1 1 16rem; }
input, select, button {
  font: inherit; font-size: 0.9rem; color: var(--text); background: var(--back); border: 1px solid var(--line); border-radius: 6px;
  padding: 0.3rem 0.7rem; min-height: 2.1rem;
}
input, select { width: 100%; border-color: color-mix(in srgb, var(--muted) 60%, var(--line)); }
button { cursor: pointer; }
button:hover { background: var(--raised); border-color: var(--muted); }
.curl button { min-height: 0; padding: 0.1rem 0.6rem; font-size: 0.8rem; }

table { border-collapse: collapse; width: 100%; }
th { font-weight: 500; text-align: left; }
thead th { font-size: 0.8rem; color: var(--muted); vertical-align: bottom; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--muted); }
tbody th, tbody td, tfoot th, tfoot td { border-bottom: 1px solid var(--line); }
tfoot th, tfoot td { border-top: 1px solid var(--muted); border-bottom: 0; }
thead th:not(:first-child), td { text-align: right; white-space: nowrap; }
.matrix { margin-top: 0.5rem; }
.matrix thead th { position: sticky; top: 0; background: var(--back); z-index: 1; }
.matrix tbody th, .matrix tfoot th { padding: 0.25rem 0.6rem; }
.matrix td { padding: 1px; }
.cell { position: relative; width: 100%; min-height: 1.9rem; padding: 0 0.5rem; border: 1px solid transparent; background: none; text-align: right; color: inherit; white-space: nowrap; }
.of { color: var(--muted); }
.cell .sign { display: inline-block; width: 1.1em; text-align: center; }
.cell:focus-visible { outline-offset: 0; }
.cell[data-state="failed"], .cell[data-state="unexpected pass"], .cell[data-state="could not run"] { background: var(--bad-back); color: var(--bad); font-weight: 600; }
.cell[data-state="expected failure"] { background: var(--warn-back); color: var(--warn); }
.cell[data-state="undecidable"], .cell[data-state="skipped"] { color: var(--muted); }
[data-state="failed"] .of, [data-state="unexpected pass"] .of, [data-state="could not run"] .of, [data-state="expected failure"] .of { color: inherit; }
.cell:hover { background: var(--raised); border-color: var(--muted); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 0.75rem; font-size: 0.85rem; }
.wide { position: relative; overflow-x: auto; }
.coverage tbody th, .coverage td { padding: 0.25rem 0.6rem; }
.coverage td[data-state] { font-weight: 600; }
.named { columns: 22rem auto; column-gap: 2.5rem; font-size: 0.9rem; }
.named dt { font-weight: 500; break-after: avoid; }
.named dd { padding-left: 1rem; color: var(--muted); overflow-wrap: anywhere; }
.named dd + dt { margin-top: 0.5rem; }

dialog {
  width: min(66rem, 100%); max-width: none; height: 100dvh; max-height: none; margin: 0 0 0 auto; padding: 0;
  border: 0; border-left: 1px solid var(--line); background: var(--back); color: inherit; overflow: hidden;
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / 0.45); }
.top { display: flex; gap: 0.75rem; align-items: baseline; padding: 1rem 1.5rem; }
.top h2 { margin: 0; overflow-wrap: anywhere; }
.top button { margin-left: auto; }
dialog .cases { flex: 1; overflow-y: auto; padding: 0 1rem 2rem; overscroll-behavior: contain; }

@media screen and (max-width: 60rem) {
  .matrix thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix, .matrix tbody, .matrix tfoot { display: block; }
  .matrix tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0 0.5rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .matrix tfoot tr { border-top: 1px solid var(--muted); border-bottom: 0; }
  .matrix tbody th, .matrix tfoot th { grid-column: 1 / -1; padding: 0.25rem 0; border: 0; }
  .matrix td { border: 0; }
  .matrix td:empty, .matrix td:has(> [hidden]) { display: none; }
  .matrix td::before { content: attr(data-label); display: block; text-align: left; padding-left: 0.1rem; font-size: 0.75rem; color: var(--muted); }
  .cell { border-color: var(--line); }
}
@media screen and (max-width: 44rem) {
  #filter { display: grid; grid-template-columns: 1fr 1fr; }
  .find { grid-column: 1 / -1; }
  body { padding: 1.25rem 1rem 3rem; }
  .case > summary, .inside dl, .frame, .messages { grid-template-columns: 1fr; }
  .inside dd { margin-bottom: 0.4rem; }
  .messages section + section { border-left: 0; border-top: 1px solid var(--line); }
  .curl { flex-direction: column; gap: 0.5rem; }
  .facts { gap: 0.5rem 1.5rem; }
  .top { padding: 0.75rem 1rem; }
  dialog .cases { padding: 0 0.5rem 2rem; }
}
.paper { display: none; }
@media print {
  :root {
    color-scheme: light;
    --back: #ffffff; --raised: #ffffff; --line: #bbbbbb; --text: #000000; --muted: #444444; --accent: #000000;
    --good: #1a7037; --bad: #b42318; --bad-back: #ffffff; --warn: #8a5300; --warn-back: #ffffff;
  }
  body { max-width: none; padding: 0; font-size: 9pt; }
  h2 { margin-top: 1.75rem; }
  nav, #filter, .curl button, dialog button { display: none !important; }
  .paper { display: block; color: var(--muted); }
  .case { content-visibility: visible; }
  .reason { -webkit-line-clamp: none; }
  .case > summary, .messages, .curl, .frame, tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  .matrix thead th { position: static; }
  .matrix .cell { min-height: 0; padding: 0 0.25rem; font-size: inherit; }
  .matrix th, .coverage th, .coverage td { padding: 0.15rem 0.25rem !important; }
  .wide { overflow: visible; }
  html:has(dialog[open]) { overflow: visible; }
  body:has(dialog[open]) > :not(dialog) { display: none; }
  dialog[open] { position: static; display: block; width: auto; height: auto; overflow: visible; border: 0; }
  dialog .cases { overflow: visible; }
}
`;
