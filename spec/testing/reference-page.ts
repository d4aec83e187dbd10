import type { Operation } from "../../generated/operation.js";
import type { Document } from "../../scripts/generate/openapi-document.js";
import { outlineOfDescription } from "./description-outline.js";
import { compareOutlines, type Difference, type Outline, type OutlineValue } from "./outline.js";
import { parameterProblems } from "./parameter-values.js";
import { operationId } from "./swagger-outline.js";

/** The published reference page of an operation, as its transcript has it. */
export interface ReferencePage {
  title: string;
  apiVersion: string;
  operation: string;
  method: string;
  path: string;
  /** The rows for what precedes the path, by name. */
  server: Record<string, Outline>;
  parameters: Record<string, { in: string; [keyword: string]: string | number | boolean }>;
  requestMediaTypes: string[];
  body: { name: string; type: string };
  responses: Record<string, { headers?: Record<string, string>; body?: string }>;
  sample: { name: string; request: { method: string; path: string; body: string } };
  /** The type of each member: the name of a type or definition, or a list with the one of its items. */
  definitions: Record<string, Record<string, string | string[]>>;
}

/** What the page is compared with. */
export interface DescribedPage {
  document: Document;
  /** The operation that the page is about. */
  operation: Operation;
  /** The name that the source of the description gives to the request body. */
  bodyName: string | undefined;
}

/** Constraints and details that a reference page does not print. */
const NOT_PRINTED = ["minLength", "minimum"];

/** What the page and the description do not share. */
export function pageDifferences(page: ReferencePage, described: DescribedPage): Difference[] {
  return [
    ...compareOutlines(outlineOfPage(page), printedOutline(described)),
    ...sampleDifferences(page, described.operation),
  ];
}

function outlineOfPage(page: ReferencePage): Outline {
  const { title, operation, method, path, server, parameters, requestMediaTypes, body, responses, definitions } = page;
  const typeOutline = (type: string | string[]): Outline => {
    if (Array.isArray(type)) return { type: "array", items: typeOutline(type[0] ?? "") };
    return type in definitions ? { model: type } : { type };
  };
  const parameterOutlines = Object.entries(parameters).map(([name, { in: place, ...printed }]) => [
    `${place} ${name}`,
    printed,
  ]);
  const responseOutlines = Object.entries(responses).map(([status, { headers = {}, body: model }]) => [
    status,
    {
      ...Object.fromEntries(Object.entries(headers).map(([name, type]) => [`header ${name}`, type])),
      ...(model !== undefined && { body: typeOutline(model) }),
    },
  ]);
  const models = Object.entries(definitions).map(([name, members]) => [
    name,
    Object.fromEntries(Object.entries(members).map(([member, type]) => [member, typeOutline(type)])),
  ]);
  return {
    title,
    server,
    "name of the body": body.name,
    [operation]: {
      method,
      path,
      ...Object.fromEntries(parameterOutlines),
      body: Object.fromEntries(requestMediaTypes.map((mediaType) => [mediaType, { type: body.type }])),
      ...Object.fromEntries(responseOutlines),
    },
    ...Object.fromEntries(models),
  };
}

/** The outline of what a page is about, limited to what it prints. */
function printedOutline({ document, operation, bodyName }: DescribedPage): Outline {
  const outline = outlineOfDescription(document) as Record<string, Outline>;
  const id = Object.keys(outline).find((name) => isAt(outline[name], operation)) ?? "";
  const printed = printedOperation(outline[id] ?? {});
  const models = modelsOf(printed.default, outline);
  return {
    title: `Web Pub Sub - ${id.replace(/^./, (letter) => letter.toUpperCase()).replace(/(?<=.)[A-Z]/g, " $&")}`,
    server: serverOutline(document),
    "name of the body": bodyName,
    [id]: printed,
    ...Object.fromEntries([...models].map((name) => [name, printedModel(outline[name] ?? {})])),
  };
}

function isAt(outline: Outline | undefined, { method, path }: Operation): boolean {
  return outline?.method === method && outline.path === path;
}

/** The models that a value names, and those that these name. */
function modelsOf(
  value: OutlineValue,
  outline: Readonly<Record<string, Outline>>,
  found = new Set<string>(),
): Set<string> {
  if (typeof value !== "object") return found;
  const { model } = value as Outline;
  if (typeof model === "string" && !found.has(model)) {
    found.add(model);
    modelsOf(outline[model], outline, found);
  }
  for (const part of Object.values(value)) modelsOf(part, outline, found);
  return found;
}

interface WithServers {
  readonly servers?: readonly {
    readonly url: string;
    readonly variables?: Record<string, { readonly default: string }>;
  }[];
}

/** A server variable is always a required string. */
function serverOutline({ servers = [] }: Document & WithServers): Outline {
  const [server] = servers;
  const name = /^\{(\w+)\}$/.exec(server?.url ?? "")?.[1];
  if (name === undefined) return {};
  const format = URL.canParse(server?.variables?.[name]?.default ?? "") ? "url" : "";
  return { [name]: { in: "path", required: true, type: "string", format } };
}

function printedOperation(outline: Outline): Outline {
  return Object.fromEntries(
    Object.entries(outline as Record<string, Outline>).map(([name, part]) => {
      if (name === "body") return [name, without(part, ["required"])];
      return [name, /^(?:\d{3}|default)$/.test(name) ? printedResponse(part) : without(part, NOT_PRINTED)];
    }),
  );
}

/** A page prints the body of a response without its media type. */
function printedResponse(outline: Outline): Outline {
  const entries = Object.entries(outline);
  const headers = entries.filter(([name]) => name.startsWith("header "));
  const [body] = entries.filter(([name]) => !name.startsWith("header ")).map(([, value]) => value);
  return { ...Object.fromEntries(headers), ...(body !== undefined && { body }) };
}

function printedModel(outline: Outline): Outline {
  return Object.fromEntries(
    Object.entries(outline as Record<string, Outline>).map(([name, member]) => [name, without(member, ["required"])]),
  );
}

function without(outline: Outline, names: readonly string[]): Outline {
  if (typeof outline !== "object") return outline;
  return Object.fromEntries(Object.entries(outline).filter(([name]) => !names.includes(name)));
}

/** Where the sample is not a request that the description allows. */
function sampleDifferences(page: ReferencePage, operation: Operation): Difference[] {
  const { name, request } = page.sample;
  const [path = "", query = ""] = request.path.split("?");
  const template = operation.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  const pathValues = new RegExp(`^${template}$`).exec(path)?.groups;
  const sent = [
    ...Object.entries(pathValues ?? {}).map(([key, text]) => ({ place: "path", key, text })),
    ...[...new URLSearchParams(query)].map(([key, text]) => ({ place: "query", key, text })),
  ];
  const missing = operation.parameters.filter(
    ({ name: key, in: place, required }) => required && !sent.some((each) => each.key === key && each.place === place),
  );
  return [
    ...compareOutlines(
      {
        operation: operationId(name),
        method: request.method,
        path: pathValues !== undefined,
        body: typeof JSON.parse(request.body),
      },
      { operation: page.operation, method: operation.method, path: true, body: page.body.type },
      ["sample"],
    ),
    ...sent.flatMap(({ place, key, text }) => {
      const parameter = operation.parameters.find((each) => each.name === key && each.in === place);
      const problems = parameter === undefined ? ["absent"] : parameterProblems(parameter.schema, text);
      return problems.map((problem) => ({ at: `sample > ${place} ${key}`, published: text, described: problem }));
    }),
    ...missing.map(({ name: key, in: place }) => ({
      at: `sample > ${place} ${key}`,
      published: "absent",
      described: "required",
    })),
  ];
}
