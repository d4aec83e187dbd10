import type { OpenApi } from "./bundles.js";

/** A request for an operation, made of the first example of everything that it requires. */
export interface OperationRequest {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  examples: Record<string, { value: unknown }>;
}
interface Operation {
  operationId: string;
  parameters: ({ $ref: string } | Parameter)[];
  requestBody?: { content: Record<string, { examples: Record<string, { value: unknown }> }> };
}

/** A request for each operation of a document. @param endpoint the base URL of the server */
export function operationRequests(document: OpenApi, endpoint: string): OperationRequest[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      requestFor(document, endpoint, path, method, operation as Operation),
    ),
  );
}

function requestFor(
  document: OpenApi,
  endpoint: string,
  path: string,
  method: string,
  { operationId, parameters, requestBody }: Operation,
): OperationRequest {
  const query = new URLSearchParams();
  let filledPath = path;
  for (const each of parameters) {
    const parameter = "$ref" in each ? (lookUp(document, each.$ref) as Parameter) : each;
    if (parameter.required !== true) continue;
    const value = firstValue(parameter.examples);
    if (parameter.in === "query") query.set(parameter.name, value);
    else filledPath = filledPath.replace(`{${parameter.name}}`, encodeURIComponent(value));
  }
  const [mediaType, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return {
    operationId,
    method: method.toUpperCase(),
    url: `${endpoint}${filledPath}?${query}`,
    headers: mediaType === undefined ? {} : { "Content-Type": mediaType },
    ...(content !== undefined && { body: JSON.stringify(Object.values(content.examples)[0]?.value) }),
  };
}

const firstValue = (examples: Parameter["examples"]) => String(Object.values(examples)[0]?.value);

function lookUp(document: OpenApi, reference: string): unknown {
  const keys = reference.slice(2).split("/");
  return keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
}
