import {
  type Document,
  type Example,
  type ParameterObject,
  type PlacedOperation,
  type Reference,
  type RequestBody,
  resolve,
} from "./openapi-document.js";

/** A request for an operation, with the first example of each parameter that it must have, and of the body. */
export interface ExampleRequest {
  readonly method: string;
  /** With its placeholders, as in the description. */
  readonly path: string;
  readonly version: string;
  readonly pathValues: Readonly<Record<string, unknown>>;
  /** Without the api-version. */
  readonly queryValues: Readonly<Record<string, unknown>>;
  /** In the first media type. */
  readonly body: { readonly type: string; readonly value: unknown } | undefined;
}

/** @throws {Error} if a parameter or the body has no example */
export function exampleRequest(
  document: Document,
  { method, path, operation, parameters }: PlacedOperation,
): ExampleRequest {
  const resolved = parameters.map((node) => resolve<ParameterObject>(document, node));
  const valuesIn = (place: string) =>
    Object.fromEntries(
      resolved
        .filter((each) => each.in === place && isNeeded(each))
        .map((each) => [each.name, firstExample(document, each.examples)]),
    );
  return {
    method: method.toUpperCase(),
    path,
    version: document.info.version,
    pathValues: valuesIn("path"),
    queryValues: valuesIn("query"),
    body: exampleBody(document, operation.requestBody),
  };
}

/** The path and the query of a request, with its api-version. */
export function targetOf({ path, version, pathValues, queryValues }: ExampleRequest): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(pathValues[name])));
  const query = new URLSearchParams({ "api-version": version });
  for (const [name, value] of Object.entries(queryValues)) {
    for (const each of [value].flat()) query.append(name, String(each));
  }
  return `${filled}?${query}`;
}

/** Whether a request must have the parameter. `targetName` is optional in the published schemas, but always to be sent. */
function isNeeded({ name, required = false }: ParameterObject): boolean {
  return name === "targetName" || (required && name !== "api-version");
}

function exampleBody(document: Document, node: RequestBody | Reference | undefined): ExampleRequest["body"] {
  if (node === undefined) return undefined;
  const [[type, media] = []] = Object.entries(resolve<RequestBody>(document, node).content);
  if (type === undefined || media === undefined) return undefined;
  return { type, value: firstExample(document, media.examples) };
}

function firstExample(document: Document, examples: Record<string, Example | Reference> = {}): unknown {
  const [first] = Object.values(examples);
  if (first === undefined) throw new Error("A parameter or body of the description has no example.");
  return resolve<Example>(document, first).value;
}
