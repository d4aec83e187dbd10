import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";
import { compareDescriptions } from "../../drift/comparison/compare-descriptions.js";
import { readApiDescription } from "../../drift/description/api-description.js";
import type { JsonObject } from "../../drift/description/document.js";
import { sentence } from "../../drift/report.js";
import { type Document, operationsOf } from "../../generate/openapi-document.js";
import { type Cited, type Ledger, marks } from "./ledger.js";
import { operationRows } from "./operation-rows.js";
import { line, prose } from "./prose.js";
import { referencePage } from "./reference-page.js";

interface Described extends Cited {
  readonly description: string;
}
interface Tag extends Described {
  readonly name: string;
}

/** Where requests go and how they are authenticated. */
function access(
  { servers, components }: Document & { servers: (Described & { url: string })[] },
  ledger: Ledger,
): Content {
  const described = (each: Described) => [prose(each.description), marks(each, ledger, "../../evidence.html")];
  const schemes = Object.entries((components.securitySchemes ?? {}) as Record<string, Described>);
  return html`<h2 id="access">Endpoint and authentication</h2>
${servers.map(
  (server) => html`<p><code>${server.url}</code></p>
${described(server)}`,
)}${schemes.map(
  ([name, scheme]) => html`<h3>${name}</h3>
${described(scheme)}`,
)}`;
}

/**
 * The first page of an api-version.
 *
 * @param predecessor the api-version before it; undefined for the oldest
 */
export function versionPage(document: Document, predecessor: Document | undefined, ledger: Ledger): string {
  const { tags, info } = document as Document & { tags: Tag[]; info: { summary: string; description: string } };
  const operations = operationsOf(document);
  return referencePage({
    title: `REST API, api-version ${info.version}`,
    trail: [["Reference", "../../index.html"]],
    content: html`${prose(info.summary)}${prose(info.description)}
<p>As a document: <a href="openapi.json">OpenAPI 3.1</a>, <a href="openapi-3.0.json">OpenAPI 3.0</a>;
<a href="interactive.html">interactive page</a>; <a href="../../evidence.html">the evidence</a>.</p>
${access(document as Parameters<typeof access>[0], ledger)}${tags.map(
  (tag) => html`<h2 id="${tag.name}">${tag.name}</h2>
${prose(tag.description)}${marks(tag, ledger, "../../evidence.html")}${operationRows(operations.filter(({ operation }) => operation.tags?.includes(tag.name)))}`,
)}${predecessor === undefined ? "" : changes(predecessor, document)}`,
  });
}

/** What an api-version changed, in sentences; texts are left out. */
function changes(older: Document, newer: Document): Content {
  const read = (document: Document) => readApiDescription(document as unknown as JsonObject);
  const found = compareDescriptions(read(older), read(newer)).filter(({ effect }) => effect !== "text");
  return html`<h2 id="changes">Changes since ${older.info.version}</h2>
${
  found.length === 0
    ? html`<p>None.</p>
`
    : html`<ul>
${found.map(
  (change) => html`<li>${line(sentence(change))}${change.effect === "breaking" ? " This can break a caller." : ""}</li>
`,
)}</ul>
`
}`;
}
