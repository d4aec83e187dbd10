import { STATUS_CODES } from "node:http";
import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";
import {
  type Document,
  type Example,
  type HeaderObject,
  type MediaType,
  type OperationObject,
  type ParameterObject,
  type PlacedOperation,
  type Reference,
  type RequestBody,
  type ResponseObject,
  resolve,
} from "../../generate/openapi-document.js";
import { type Cited, type Ledger, marks } from "./ledger.js";
import { prose } from "./prose.js";
import { referencePage } from "./reference-page.js";
import { samplesOf } from "./samples.js";
import { schemaSections, schemasIn, typeOf } from "./schemas.js";

/** What has a text and rests on entries of the ledger. */
type Described<T> = T & Cited & { readonly description?: string };

const EVIDENCE = "../../evidence.html";

export interface OperationPage {
  readonly document: Document;
  readonly placed: PlacedOperation;
  readonly ledger: Ledger;
  readonly isLatest: boolean;
}

/** The page of one operation of an api-version, in the folder of the version. */
export function operationPage({ document, placed, ledger, isLatest }: OperationPage): string {
  const { method, path, parameters } = placed;
  const operation = placed.operation as Described<OperationObject>;
  const { version } = document.info;
  const samples = samplesOf(document, placed, isLatest);
  const resolved = parameters.map((node) => resolve<Described<ParameterObject>>(document, node));
  const schemas = schemasIn(document, [parameters, operation.requestBody, operation.responses]);
  const described = (each: Described<object>) => [prose(each.description ?? ""), marks(each, ledger, EVIDENCE)];
  return referencePage({
    title: operation.summary,
    trail: [
      ["Reference", "../../index.html"],
      [`REST API ${version}`, "index.html"],
    ],
    content: html`<p><code>${method.toUpperCase()} ${path}</code></p>
<p class="muted">Operation <code>${operation.operationId}</code>, api-version ${version}.${idempotence(operation)}
<a href="interactive.html#/${operation.tags?.[0] ?? ""}/${operation.operationId.toLowerCase()}">Interactive page</a></p>
${described(operation)}
<h2>Samples</h2>
<pre><code>${samples.typescript}</code></pre>
<p>With curl, where <code>WEBPUBSUB_TOKEN</code> is <a href="index.html#access">a token</a> from Microsoft Entra, or one signed with the access key for this URL:</p>
<pre><code>${samples.curl}</code></pre>
<h2>Parameters</h2>
<table>
<tr><th>Name</th><th>In</th><th>Type</th><th>Meaning</th></tr>
${resolved.map(
  (
    each,
  ) => html`<tr><td><code>${each.name}</code>${each.required ? " (required)" : ""}</td><td>${each.in}</td><td>${typeOf(each.schema)}</td>
<td>${described(each)}</td></tr>
`,
)}</table>
${requestBody(document, operation.requestBody, described)}<h2>Responses</h2>
${Object.entries(operation.responses).map(([status, node]) => response(document, status, node, described))}${
  schemas.length === 0
    ? ""
    : html`<h2>Types</h2>
${schemaSections(document, schemas, ledger, EVIDENCE)}`
}`,
  });
}

function idempotence({ "x-idempotent": idempotent }: OperationObject): string {
  if (idempotent === undefined) return "";
  return idempotent ? " Sending it again changes nothing more." : " Sending it again has its effect again.";
}

type Describe = (each: Described<object>) => Content;

function requestBody(document: Document, node: RequestBody | Reference | undefined, described: Describe): Content {
  if (node === undefined) return "";
  const body = resolve<Described<RequestBody>>(document, node);
  return html`<h2>Request body${body.required ? " (required)" : ""}</h2>
${described(body)}${content(document, body.content)}`;
}

function response(document: Document, status: string, node: ResponseObject | Reference, described: Describe): Content {
  const { headers = {}, ...rest } = resolve<Described<ResponseObject>>(document, node);
  const rows = Object.entries(headers).map(([name, header]) => {
    const one = resolve<Described<HeaderObject>>(document, header);
    return html`<tr><td><code>${name}</code>${one.required ? " (always)" : ""}</td><td>${typeOf(one.schema)}</td><td>${described(one)}</td></tr>
`;
  });
  return html`<h3 id="response-${status}">${status === "default" ? "Any other status" : `${status} ${STATUS_CODES[status] ?? ""}`}</h3>
${described(rest)}${
  rows.length === 0
    ? ""
    : html`<table>
<tr><th>Header</th><th>Type</th><th>Meaning</th></tr>
${rows}</table>
`
}${content(document, rest.content)}`;
}

/** The media types of a body, each with its schema and examples. */
function content(document: Document, types: Record<string, MediaType> = {}): Content {
  return Object.entries(types).map(
    ([type, { schema, examples = {} }]) => html`<p><code>${type}</code>: ${typeOf(schema)}</p>
${Object.values(examples).map((node) => {
  const { summary = "", value } = resolve<Example>(document, node);
  return html`<details><summary>Example: ${summary}</summary><pre><code>${
    typeof value === "string" && !type.endsWith("json") ? value : JSON.stringify(value, null, 2)
  }</code></pre></details>
`;
})}`,
  );
}
