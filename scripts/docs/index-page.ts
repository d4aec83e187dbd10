import { html } from "../../conformance/report/html/page/html-template.js";
import type { RestApi } from "./rest/build-rest-pages.js";

export interface IndexPage {
  readonly title: string;
  /** The number of exports of the client. */
  readonly exports: number;
  readonly apis: readonly RestApi[];
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; }
td { padding: 0.15rem 1.5rem 0.15rem 0; vertical-align: top; }
code { font-size: 0.85em; overflow-wrap: anywhere; }
`;

/** The page that links to all others, and to each operation on them. */
export function indexPage({ title, exports, apis }: IndexPage): string {
  const sections = apis.map(
    ({ version, file, operations }) => html`
<h2 id="${version}"><a href="${file}">The REST API, api-version ${version}</a></h2>
<p>${operations.length} operations, from the description.</p>
<table>
${operations.map(
  ({
    summary,
    method,
    path,
    file: page,
  }) => html`<tr><td><a href="${page}">${summary}</a></td><td><code>${method} ${path}</code></td></tr>
`,
)}</table>
`,
  );
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<h1>${title}</h1>
<p><a href="evidence.html">The evidence of the description</a>: what each statement rests on.</p>
<h2><a href="client/index.html">The client, in TypeScript</a></h2>
<p>The README with its recipes, and ${exports} exports, from the doc comments.</p>
${sections}</body>
</html>
`.markup;
}
