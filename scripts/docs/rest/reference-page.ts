import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#dde1e6, #343a42); --muted: light-dark(#5a636e, #9aa4af); --raised: light-dark(#f6f7f9, #1c2026); --warn: light-dark(#8a5300, #e8b65a); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
th, td { padding: 0.3rem 1rem 0.3rem 0; vertical-align: top; text-align: left; border-top: 1px solid var(--line); }
th code, td:first-child code { overflow-wrap: normal; }
td > :first-child { margin-top: 0; } td > :last-child { margin-bottom: 0; }
pre { background: var(--raised); padding: 0.8rem; overflow-x: auto; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.marks { font-size: 0.8rem; }
.emulator, .inferred { color: var(--warn); font-weight: 600; }
`;

export interface ReferencePage {
  readonly title: string;
  /** The way from the first page to this one: texts with relative addresses. */
  readonly trail: readonly (readonly [text: string, address: string])[];
  readonly content: Content;
}

/** A page that needs neither scripts nor further files. */
export function referencePage({ title, trail, content }: ReferencePage): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${
  trail.length === 0
    ? ""
    : html`<nav>${trail.map(([text, address], index) => html`${index === 0 ? "" : " / "}<a href="${address}">${text}</a>`)}</nav>
`
}<main>
<h1>${title}</h1>
${content}</main>
</body>
</html>
`.markup;
}
