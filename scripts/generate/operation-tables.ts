import {
  type Document,
  type Example,
  type HeaderObject,
  METHODS,
  type MediaType,
  type OperationObject,
  type ParameterObject,
  type PathItem,
  plainSchema,
  type Reference,
  type RequestBody,
  type ResponseObject,
  resolve,
} from "./openapi-document.js";

const NOTICE = "// Made by `npm run generate` from spec/. Do not edit: change the description instead.\n";

const USUAL_STYLE: { readonly [place: string]: string } = { path: "simple", query: "form" };

/** A value for the written module: either a literal, or the name of a shared constant. */
type Written = string;

/** Constants that several operations share, each written once. */
class Constants {
  readonly #written = new Map<string, string>();
  readonly variable: string;

  constructor(variable: string) {
    this.variable = variable;
  }

  add(name: string, literal: Written): Written {
    const known = this.#written.get(name);
    if (known !== undefined && known !== literal) return literal;
    this.#written.set(name, literal);
    return `${this.variable}[${JSON.stringify(name)}]`;
  }

  write(exported: boolean): string {
    const lines = [...this.#written].map(([name, literal]) => `  ${JSON.stringify(name)}: ${literal},\n`);
    return `${exported ? "export " : ""}const ${this.variable} = {\n${lines.join("")}} as const;\n\n`;
  }
}

interface Keyed {
  key: string;
  parameter: ParameterObject;
}

interface Described {
  id: string;
  method: string;
  path: string;
  operation: OperationObject;
  parameters: Keyed[];
}

/** The two modules of the operation table: `requests.ts`, which the client reads, and `operations.ts`, which has all. */
export function operationTables(document: Document): { requests: string; operations: string } {
  const described = operationsOf(document);
  const parameters = new Constants("parameters");
  const bodies = new Constants("requestBodies");
  const responses = new Constants("responses");

  const requestLines = described.map(({ id, method, path, operation, parameters: own }) => {
    const references = own.map(({ key, parameter }) =>
      parameters.add(
        key,
        JSON.stringify({
          name: parameter.name,
          in: parameter.in,
          required: parameter.required === true,
          schema: plainSchema(document, parameter.schema),
        }),
      ),
    );
    const body = operation.requestBody && resolve<RequestBody>(document, operation.requestBody);
    const mediaTypes = JSON.stringify(Object.keys(body?.content ?? {}));
    return `  ${id}: { method: ${JSON.stringify(method)}, path: ${JSON.stringify(path)}, parameters: [${references.join(", ")}], requestMediaTypes: ${mediaTypes}, bodyRequired: ${body?.required === true}, idempotent: ${method !== "POST" || operation["x-idempotent"] === true}, respondsWithJson: ${respondsWithJson(document, operation)} },\n`;
  });

  const operationLines = described.map(({ id, operation, parameters: own }) => {
    const withExamples = own.map(({ key, parameter }) => {
      const examples = JSON.stringify(examplesOf(document, parameter.examples));
      return `{ ...parameters[${JSON.stringify(key)}], examples: ${examples} }`;
    });
    const body =
      operation.requestBody && shared(bodies, operation.requestBody, () => bodyOf(document, operation.requestBody));
    const answers = Object.entries(operation.responses)
      .filter(([status]) => !status.startsWith("x-"))
      .map(
        ([status, response]) =>
          `${JSON.stringify(status)}: ${shared(responses, response, () => responseOf(document, response))}`,
      );
    const security = operation.security ?? document.security ?? [];
    const tokenRequired = security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0);
    return [
      `  ${id}: {\n    ...requests.${id},\n    summary: ${JSON.stringify(operation.summary)},\n`,
      `    tags: ${JSON.stringify(operation.tags ?? [])},\n    tokenRequired: ${tokenRequired},\n`,
      `    parameters: [\n${withExamples.map((line) => `      ${line},\n`).join("")}    ],\n`,
      body === undefined ? "" : `    requestBody: ${body},\n`,
      `    responses: { ${answers.join(", ")} },\n  },\n`,
    ].join("");
  });

  const ids = described.map(({ id }) => JSON.stringify(id)).join(" | ");
  return {
    requests:
      `${NOTICE}import type { OperationRequest } from "../operation.js";\n\n` +
      `/** The operations of this api-version. */\nexport type OperationId = ${ids};\n\n` +
      parameters.write(true) +
      `/** What a client needs to know of each operation before it sends. */\nexport const requests: { readonly [id in OperationId]: OperationRequest } = {\n${requestLines.join("")}};\n`,
    operations:
      `${NOTICE}import type { Operation } from "../operation.js";\nimport { type OperationId, parameters, requests } from "./requests.js";\n\n` +
      `export type { OperationId } from "./requests.js";\n\n` +
      bodies.write(false) +
      responses.write(false) +
      `/** All that the description states of each operation. */\nexport const operations: { readonly [id in OperationId]: Operation } = {\n${operationLines.join("")}};\n`,
  };
}

function respondsWithJson(document: Document, { responses }: OperationObject): boolean {
  return Object.entries(responses).some(
    ([status, response]) =>
      status.startsWith("2") && "application/json" in (resolve<ResponseObject>(document, response).content ?? {}),
  );
}

function operationsOf(document: Document): Described[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = item[method] as OperationObject;
      const keyed = (nodes: PathItem["parameters"] = []) =>
        nodes.map((node) => {
          const parameter = resolve<ParameterObject>(document, node);
          refuseStyle(document, parameter);
          return { key: nameOf(node) ?? `${operation.operationId} ${parameter.in} ${parameter.name}`, parameter };
        });
      const own = keyed(operation.parameters);
      const replaced = ({ parameter }: Keyed) =>
        own.some((other) => other.parameter.name === parameter.name && other.parameter.in === parameter.in);
      const parameters = [...keyed(item.parameters).filter((shared) => !replaced(shared)), ...own];
      return { id: operation.operationId, method: method.toUpperCase(), path, operation, parameters };
    }),
  );
}

/** The table has no word for how a parameter is written into the address, because there is one way only. */
function refuseStyle(document: Document, { name, in: place, style, explode, schema }: ParameterObject): void {
  const isArray = resolve<{ type?: unknown } | undefined>(document, schema as Reference)?.type === "array";
  if ((style ?? USUAL_STYLE[place]) !== USUAL_STYLE[place] || (isArray && explode === false))
    throw new Error(
      `Parameter \`${name}\`: only the usual style is sent, with an array as a repeated parameter. Leave out \`style\` and \`explode\`.`,
    );
}

function shared(constants: Constants, node: unknown, literal: () => Written): Written {
  const name = nameOf(node);
  return name === undefined ? literal() : constants.add(name, literal());
}

/** The component that a reference names. */
function nameOf(node: unknown): string | undefined {
  return (node as Partial<Reference>).$ref?.split("/").at(-1);
}

function examplesOf(document: Document, examples: Record<string, Example | Reference> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [name, resolve<Example>(document, example).value]),
  );
}

function bodyOf(document: Document, node: unknown): Written {
  const body = resolve<RequestBody>(document, node as RequestBody);
  const content = Object.entries(body.content).map(([mediaType, { schema, examples }]) => [
    mediaType,
    { schema: plainSchema(document, schema ?? {}), examples: examplesOf(document, examples) },
  ]);
  return JSON.stringify({ required: body.required === true, content: Object.fromEntries(content) });
}

function responseOf(document: Document, node: unknown): Written {
  const response = resolve<ResponseObject>(document, node as ResponseObject);
  const headers = Object.entries(response.headers ?? {}).map(([name, header]) => [
    name,
    { required: resolve<HeaderObject>(document, header).required === true },
  ]);
  const content = Object.entries(response.content ?? {}).map(([mediaType, media]: [string, MediaType]) => [
    mediaType,
    { examples: examplesOf(document, media.examples) },
  ]);
  return JSON.stringify({ headers: Object.fromEntries(headers), content: Object.fromEntries(content) });
}
