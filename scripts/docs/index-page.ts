import { html } from "../../conformance/report/html/page/html-template.js";
import type { RestApi } from "./rest/build-rest-pages.js";
import { operationRows } from "./rest/operation-rows.js";
import { referencePage } from "./rest/reference-page.js";

export interface IndexPage {
  readonly title: string;
  /** The number of exports of the client. */
  readonly exports: number;
  readonly apis: readonly RestApi[];
}

/** The page that links to all others, and to each operation on them. */
export function indexPage({ title, exports, apis }: IndexPage): string {
  return referencePage({
    title,
    trail: [],
    content: html`<p><a href="evidence.html">The evidence of the description</a>: what each statement rests on.</p>
<h2><a href="client/index.html">The client, in TypeScript</a></h2>
<p>The README with its recipes, and ${exports} exports, from the doc comments.</p>
${apis.map(
  ({ version, folder, operations }) => html`
<h2 id="${version}"><a href="${folder}index.html">The REST API, api-version ${version}</a></h2>
<p>${operations.length} operations, from the description.</p>
${operationRows(operations, folder)}`,
)}`,
  });
}
