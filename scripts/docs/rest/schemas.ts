import { referencesIn } from "../../../conformance/description/documents.js";
import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";
import { type Document, isReference, knownValues, resolve } from "../../generate/openapi-document.js";
import { type Cited, type Ledger, marks } from "./ledger.js";
import { prose } from "./prose.js";

/** What the pages show of a schema. */
interface Schema extends Cited {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly [limit: string]: unknown;
}
type Node = Schema | ({ readonly $ref: string } & Schema);

/** The members of a schema that bound its values, in the words of JSON Schema. */
const LIMITS = ["enum", "const", "default", "minimum", "maximum", "minLength", "maxLength", "pattern", "format"];

/** The type of a schema and its bounds. A named schema is a link to its section on the same page. */
export function typeOf(node: unknown): Content {
  const schema = node as Node;
  const limits = LIMITS.filter((name) => schema[name] !== undefined).map(
    (name) => html` <span class="muted">${name}</span> <code>${shown(name, schema[name])}</code>`,
  );
  const values = knownValues(schema);
  const known = values === undefined ? "" : html` <span class="muted">known values</span> ${codes(values)}`;
  return [typeName(schema), known, limits];
}

/** A pattern as it is, without the escapes of JSON. */
const shown = (name: string, value: unknown) => (name === "pattern" ? String(value) : JSON.stringify(value));

function typeName(schema: Node): Content {
  if (isReference(schema)) return html`<a href="#${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`;
  if (knownValues(schema) !== undefined) return "string";
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return joined(alternatives.map(typeName), " or ");
  if (schema.type === "array") return ["array of ", schema.items === undefined ? "any value" : typeName(schema.items)];
  if (schema.contentMediaType !== undefined) return "bytes";
  return [schema.type ?? "any value"].flat().join(" or ");
}

const nameOf = (reference: string) => reference.slice(reference.lastIndexOf("/") + 1);
const codes = (values: readonly unknown[]) =>
  joined(
    values.map((value) => html`<code>${String(value)}</code>`),
    ", ",
  );
const joined = (parts: readonly Content[], separator: string): Content =>
  parts.map((part, index) => [index === 0 ? "" : separator, part]);

/** The names of the schemas that a part of the document refers to, directly or not, in the order of first mention. */
export function schemasIn(document: Document, nodes: unknown): string[] {
  return [...referencesIn(document, nodes)].filter((each) => each.startsWith("#/components/schemas/")).map(nameOf);
}

/** A section for each named schema. */
export function schemaSections(document: Document, names: readonly string[], ledger: Ledger, page: string): Content {
  return names.map((name) => {
    const schema = resolve<Schema>(document, { $ref: `#/components/schemas/${name}` });
    return html`<h3 id="${name}">${name}</h3>
<p>${typeOf(schema)}</p>
${prose(schema.description ?? "")}${marks(schema, ledger, page)}${membersTable(schema, ledger, page)}`;
  });
}

function membersTable({ properties, required = [] }: Schema, ledger: Ledger, page: string): Content {
  if (properties === undefined) return "";
  return html`<table>
<tr><th>Member</th><th>Type</th><th>Meaning</th></tr>
${Object.entries(properties).map(
  ([
    name,
    node,
  ]) => html`<tr><td><code>${name}</code>${required.includes(name) ? " (required)" : ""}</td><td>${typeOf(node)}</td>
<td>${prose(node.description ?? "")}${marks(node, ledger, page)}</td></tr>
`,
)}</table>
`;
}
