import { NOTICE } from "./generated-readme.js";
import {
  type Document,
  type Example,
  type HeaderObject,
  knownValues,
  type MediaType,
  type OperationObject,
  operationsOf,
  type ParameterObject,
  plainSchema,
  type Reference,
  type RequestBody,
  type ResponseObject,
  resolve,
} from "./openapi-document.js";

const DEFAULT_STYLE: { readonly [place: string]: string } = { path: "simple", query: "form" };

/** An expression in a generated module: a literal, or a reference to a shared constant. */
type Expression = string;

/** Constants that several operations share, each written once into an object called `variable`. */
class Constants {
  readonly #literals = new Map<string, string>();
  readonly variable: string;

  constructor(variable: string) {
    this.variable = variable;
  }

  /** @returns a reference to the constant, or the literal if the name stands for another one */
  add(name: string, literal: Expression): Expression {
    const known = this.#literals.get(name);
    if (known !== undefined && known !== literal) return literal;
    this.#literals.set(name, literal);
    return `${this.variable}[${JSON.stringify(name)}]`;
  }

  declaration(exported: boolean): string {
    const lines = [...this.#literals].map(([name, literal]) => `  ${JSON.stringify(name)}: ${literal},\n`);
    return `${exported ? "export " : ""}const ${this.variable} = {\n${lines.join("")}} as const;\n\n`;
  }
}

interface KeyedParameter {
  /** The name of its constant: that of the component, or one derived from the operation. */
  key: string;
  parameter: ParameterObject;
}

interface DescribedOperation {
  id: string;
  method: string;
  path: string;
  operation: OperationObject;
  parameters: KeyedParameter[];
}

/** Generates the module `operations.ts` of a description, with all that it states about each operation, except prose. */
export function operationTable(document: Document): string {
  const described = describedOperations(document);
  const parameters = new Constants("parameters");
  const bodies = new Constants("requestBodies");
  const responses = new Constants("responses");
  const lines = described.map((each) => {
    const { id, operation } = each;
    const withExamples = each.parameters.map(({ key, parameter }) => {
      const examples = JSON.stringify(examplesOf(document, parameter.examples));
      const literal = parameterOf(document, parameter, { knownValues: knownValues(parameter.schema) });
      return `      { ...${parameters.add(key, literal)}, examples: ${examples} },\n`;
    });
    const body =
      operation.requestBody && shared(bodies, operation.requestBody, () => bodyOf(document, operation.requestBody));
    const statuses = Object.entries(operation.responses).filter(([status]) => !status.startsWith("x-"));
    const byStatus = statuses.map(
      ([status, response]) =>
        `${JSON.stringify(status)}: ${shared(responses, response, () => responseOf(document, response))}`,
    );
    return [
      `  ${id}: {\n    ${requestMembers(document, each).join(",\n    ")},\n    summary: ${JSON.stringify(operation.summary)},\n`,
      `    tags: ${JSON.stringify(operation.tags ?? [])},\n    tokenRequired: ${requiresToken(document, operation)},\n`,
      `    parameters: [\n${withExamples.join("")}    ],\n`,
      body === undefined ? "" : `    requestBody: ${body},\n`,
      `    responses: { ${byStatus.join(", ")} },\n  },\n`,
    ].join("");
  });
  return `${NOTICE}import type { Operation } from "../operation.js";

${operationIdType(described)}${parameters.declaration(true)}${bodies.declaration(false)}${responses.declaration(false)}\
/** All that the description states about each operation, except prose. */
export const operations: { readonly [id in OperationId]: Operation } = {
${lines.join("")}};
`;
}

/**
 * Generates the module `requests.ts`: what a client needs to send each operation of the newest api-version, and which version added an
 * operation or a parameter. The older ones are subsets, so that one table serves them all.
 *
 * @param versions the api-versions, newest first
 * @throws {Error} if an older api-version has what the newest does not
 */
export function requestTable(versions: readonly { readonly name: string; readonly document: Document }[]): {
  readonly text: string;
  /** The names of the types that list the values of a parameter. */
  readonly enumTypes: readonly string[];
} {
  const [newest] = versions;
  if (newest === undefined) throw new Error("There is no api-version.");
  const { document } = newest;
  const described = describedOperations(document);
  const names = versions.map(({ name, document: each }) => ({
    name,
    has: new Set(namesOf(describedOperations(each))),
  }));
  requireSubsets(names);
  const since = (name: string) => sinceOf(name, names);
  const enums = enumsOf(document, described);
  const parameters = new Constants("parameters");
  const lines = described.map((each) => {
    const added = since(operationName(each));
    // The client itself sends the api-version.
    const own = each.parameters.filter(({ parameter }) => parameter.name !== "api-version");
    const references = own.map(({ key, parameter }) => {
      const parameterAdded = since(parameterName(each, parameter));
      return parameters.add(
        key,
        parameterOf(document, parameter, { since: parameterAdded === added ? undefined : parameterAdded }),
      );
    });
    const members = [
      ...requestMembers(document, each),
      `parameters: [${references.join(", ")}]`,
      ...(added === undefined ? [] : [`since: ${JSON.stringify(added)}`]),
    ];
    return `  ${each.id}: { ${members.join(", ")} },\n`;
  });
  const text = `${NOTICE}import type { OperationRequest } from "./operation.js";

${operationIdType(described)}${[...enums.values()].join("")}${parameters.declaration(false)}\
/** What a client needs to send each operation, and the api-version that added it. */
export const requests: { readonly [id in OperationId]: OperationRequest } = {
${lines.join("")}};
`;
  return { text, enumTypes: [...enums.keys()] };
}

function operationIdType(described: readonly DescribedOperation[]): string {
  const ids = described.map(({ id }) => JSON.stringify(id)).join(" | ");
  return `/** The operations, by operationId. */\nexport type OperationId = ${ids};\n\n`;
}

function requestMembers(document: Document, { method, path, operation }: DescribedOperation): string[] {
  const body = operation.requestBody && resolve<RequestBody>(document, operation.requestBody);
  const members = body && bodyMembers(document, body);
  return [
    `method: ${JSON.stringify(method)}`,
    `path: ${JSON.stringify(path)}`,
    `requestMediaTypes: ${JSON.stringify(Object.keys(body?.content ?? {}))}`,
    `bodyRequired: ${body?.required === true}`,
    ...(members === undefined ? [] : [`bodyMembers: ${JSON.stringify(members)}`]),
    `idempotent: ${method !== "POST" || operation["x-idempotent"] === true}`,
    `respondsWithJson: ${respondsWithJson(document, operation)}`,
  ];
}

/** The members of a JSON body that may have no others. */
function bodyMembers(document: Document, { content }: RequestBody): string[] | undefined {
  const schema = plainSchema(document, content["application/json"]?.schema ?? {}) as {
    properties?: object;
    additionalProperties?: unknown;
  };
  return schema.additionalProperties === false ? Object.keys(schema.properties ?? {}) : undefined;
}

// What two api-versions are compared by. These texts are shown in errors.
const operationName = ({ id, method, path }: DescribedOperation) => `${id} (${method} ${path})`;
const parameterName = ({ id }: DescribedOperation, { name, in: place }: ParameterObject) =>
  `the ${place} parameter ${name} of ${id}`;

function namesOf(described: readonly DescribedOperation[]): string[] {
  return described.flatMap((each) => [
    operationName(each),
    ...each.parameters.map(({ parameter }) => parameterName(each, parameter)),
  ]);
}

interface VersionNames {
  readonly name: string;
  readonly has: ReadonlySet<string>;
}

/** The api-version that added a name; undefined if the oldest has it. */
function sinceOf(name: string, versions: readonly VersionNames[]): string | undefined {
  const without = versions.findIndex(({ has }) => !has.has(name));
  return without === -1 ? undefined : versions[without - 1]?.name;
}

function requireSubsets(versions: readonly VersionNames[]): void {
  versions.slice(1).forEach(({ name, has }, index) => {
    const successor = versions[index];
    const removed = [...has].filter((each) => !successor?.has.has(each));
    if (removed.length === 0) return;
    throw new Error(
      `${successor?.name} removes what ${name} has: ${removed.join(", ")}. The client's table cannot express that: it holds the newest api-version, and since when it has each name.`,
    );
  });
}

/** A type for each parameter with a list of values, by the name of the type: `clientType` → `ClientType`. */
function enumsOf(document: Document, described: readonly DescribedOperation[]): Map<string, string> {
  const types = new Map<string, string>();
  for (const { key, parameter } of described.flatMap(({ parameters }) => parameters)) {
    const known = knownValues(parameter.schema);
    const { enum: values = known ?? [] } = plainSchema(document, parameter.schema) as { enum?: readonly unknown[] };
    if (values.length < 2 || !/^\w+$/.test(key)) continue;
    const name = key.charAt(0).toUpperCase() + key.slice(1);
    const union = values.map((value) => JSON.stringify(value)).join(" | ");
    // Editors suggest the known values, and any other is accepted.
    const others = known === undefined ? "" : " | (string & {})";
    const which = known === undefined ? "The values" : "The known values, and any other,";
    types.set(
      name,
      `/** ${which} of the parameter \`${parameter.name}\`. */\nexport type ${name} = ${union}${others};\n\n`,
    );
  }
  return types;
}

/** A token is required unless an alternative needs none. */
function requiresToken(document: Document, operation: OperationObject): boolean {
  const security = operation.security ?? document.security ?? [];
  return security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0);
}

function respondsWithJson(document: Document, { responses }: OperationObject): boolean {
  return Object.entries(responses).some(
    ([status, response]) =>
      status.startsWith("2") && "application/json" in (resolve<ResponseObject>(document, response).content ?? {}),
  );
}

function describedOperations(document: Document): DescribedOperation[] {
  return operationsOf(document).map(({ method, path, operation, parameters }) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    operation,
    parameters: parameters.map((node) => {
      const parameter = resolve<ParameterObject>(document, node);
      requireDefaultStyle(document, parameter);
      return { key: nameOf(node) ?? `${operation.operationId} ${parameter.in} ${parameter.name}`, parameter };
    }),
  }));
}

/** @throws {Error} if the parameter has another style than the one that the client sends */
function requireDefaultStyle(document: Document, { name, in: place, style, explode, schema }: ParameterObject): void {
  const isArray = resolve<{ type?: unknown } | undefined>(document, schema as Reference)?.type === "array";
  if ((style ?? DEFAULT_STYLE[place]) !== DEFAULT_STYLE[place] || (isArray && explode === false))
    throw new Error(
      `Parameter \`${name}\`: the client sends the default style only, and an array as a repeated parameter. Remove \`style\` and \`explode\`.`,
    );
}

function parameterOf(
  document: Document,
  parameter: ParameterObject,
  members: { readonly since?: string | undefined; readonly knownValues?: readonly string[] | undefined },
): Expression {
  const { name, in: place, required, schema } = parameter;
  const plain = plainSchema(document, schema) as { readonly anyOf?: unknown };
  const { anyOf: _, ...withoutKnownValues } = plain;
  return JSON.stringify({
    name,
    in: place,
    required: required === true,
    schema: knownValues(plain) === undefined ? plain : withoutKnownValues,
    ...members,
  });
}

function shared(constants: Constants, node: unknown, literal: () => Expression): Expression {
  const name = nameOf(node);
  return name === undefined ? literal() : constants.add(name, literal());
}

/** The name of the component that a reference points to. */
function nameOf(node: unknown): string | undefined {
  return (node as Partial<Reference>).$ref?.split("/").at(-1);
}

function examplesOf(document: Document, examples: Record<string, Example | Reference> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [name, resolve<Example>(document, example).value]),
  );
}

function bodyOf(document: Document, node: unknown): Expression {
  const body = resolve<RequestBody>(document, node as RequestBody);
  const content = Object.entries(body.content).map(([mediaType, { schema, examples }]) => [
    mediaType,
    { schema: plainSchema(document, schema ?? {}), examples: examplesOf(document, examples) },
  ]);
  return JSON.stringify({ required: body.required === true, content: Object.fromEntries(content) });
}

function responseOf(document: Document, node: unknown): Expression {
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
