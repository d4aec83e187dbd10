import {
  type Document,
  type HeaderObject,
  isReference,
  operationsOf,
  type ParameterObject,
  type PlacedOperation,
  type RequestBody,
  type ResponseObject,
  resolve,
} from "../../scripts/generate/openapi-document.js";

/** What the published listing says about an operation. */
export interface OperationListing {
  method: string;
  path: string;
  /** The type of each parameter, by name. */
  parameters: Record<string, unknown>;
  /** The members of a JSON body, or the type of a message. */
  body?: unknown;
  /** The members of the body by status; for `default`, headers and body. */
  responses: Record<string, unknown>;
}

/** What a description says, in the form of the listing, by operationId with a capital first letter. */
export function listingOf(document: Document): Record<string, OperationListing> {
  return Object.fromEntries(
    operationsOf(document).map((each) => [
      each.operation.operationId.replace(/^./, (letter) => letter.toUpperCase()),
      operationListing(document, each),
    ]),
  );
}

function operationListing(
  document: Document,
  { method, path, operation, parameters }: PlacedOperation,
): OperationListing {
  const resolved = parameters.map((each) => resolve<ParameterObject>(document, each));
  const body = operation.requestBody && bodyOf(document, operation.requestBody as RequestBody);
  return {
    method: method.toUpperCase(),
    path,
    parameters: Object.fromEntries(resolved.map(({ name, schema }) => [name, shape(document, schema, false)])),
    ...(body !== undefined && { body }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        responseOf(document, status, resolve<ResponseObject>(document, response)),
      ]),
    ),
  };
}

function bodyOf(document: Document, node: RequestBody): unknown {
  const shapes = Object.values(resolve<RequestBody>(document, node).content).map(({ schema }) =>
    shape(document, schema),
  );
  const [first, ...others] = shapes.map((each) => JSON.stringify(each));
  return others.every((other) => other === first) ? shapes[0] : shapes;
}

function responseOf(document: Document, status: string, response: ResponseObject): unknown {
  const headers = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, header]) => [
      name,
      shape(document, resolve<HeaderObject>(document, header).schema),
    ]),
  );
  const bodies = Object.values(response.content ?? {}).map(({ schema }) => shape(document, schema));
  const body = bodies.length > 1 ? bodies : bodies[0];
  if (status === "default") return { headers, ...(body !== undefined && { body }) };
  // The listing has headers for `default` only, so a header anywhere else is a difference.
  return { ...(Object.keys(headers).length > 0 && { headers }), ...(body as object | undefined) };
}

/** The types of a schema in the form of the listing: members by name; an array as `[item]` if `deep`, else as `array`. */
function shape(document: Document, node: unknown, deep = true, within: readonly unknown[] = []): unknown {
  const schema = resolve<Record<string, unknown>>(document, (node ?? {}) as Record<string, unknown>);
  if (within.includes(schema)) return isReference(node) ? `(${node.$ref.split("/").at(-1)})` : "(itself)";
  const inside = [...within, schema];
  if (schema.type === "object" && isObject(schema.properties)) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, member]) => [name, shape(document, member, deep, inside)]),
    );
  }
  if (schema.type === "array" && deep) return [shape(document, schema.items, deep, inside)];
  const alternatives = (schema.anyOf ?? schema.oneOf) as unknown[] | undefined;
  // Known values have a type, and alternatives that only list them.
  if (alternatives !== undefined && schema.type === undefined)
    return { either: alternatives.map((each) => shape(document, each, deep, inside)) };
  return schema.type ?? "anything";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
