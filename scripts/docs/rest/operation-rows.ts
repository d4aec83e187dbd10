import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";
import type { PlacedOperation } from "../../generate/openapi-document.js";

/** A table of operations: summaries that link to their pages, methods and paths. @param folder where the pages are, with `/` at the end */
export function operationRows(operations: readonly PlacedOperation[], folder = ""): Content {
  return html`<table>
${operations.map(
  ({ method, path, operation: { summary, operationId } }) =>
    html`<tr><td><a href="${folder}${operationId}.html">${summary}</a></td><td><code>${method.toUpperCase()} ${path}</code></td></tr>
`,
)}</table>
`;
}
