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
import type { Outline, OutlineValue } from "./outline.js";

/** The keywords of a schema that an outline has in another form. */
const TRANSFORMED = ["type", "enum", "items", "anyOf", "oneOf", "properties", "required", "additionalProperties"];
/** The keywords of a schema that do not constrain values. */
const ANNOTATIONS = ["title", "description", "example", "examples"];

/** Stands for the api-version of the document, so that outlines of different versions can be compared. */
export const THIS_VERSION = "{api-version}";

/** The outline of a bundled description: its operations by `operationId`, and its models by name. */
export function outlineOfDescription(document: Document): Outline {
  const operations = operationsOf(document).map((each) => [
    each.operation.operationId,
    operationOutline(document, each),
  ]);
  const models = Object.entries(document.components.schemas ?? {}).filter(([, schema]) => isModel(schema));
  return {
    ...Object.fromEntries(operations),
    ...Object.fromEntries(models.map(([name, schema]) => [name, modelOutline(document, schema as Schema)])),
  };
}

function operationOutline(document: Document, { path, method, operation, ...placed }: PlacedOperation): Outline {
  const parameters = placed.parameters.map((each) => resolve<ParameterObject>(document, each));
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    responseOutline(document, resolve<ResponseObject>(document, response)),
  ]);
  return {
    method: method.toUpperCase(),
    path,
    ...Object.fromEntries(
      parameters.map((each) => [`${each.in} ${each.name}`, parameterOutline(document, each)] as const),
    ),
    ...(operation.requestBody && { body: bodyOutline(document, operation.requestBody as RequestBody) }),
    ...Object.fromEntries(responses),
  };
}

function parameterOutline(document: Document, parameter: ParameterObject): Outline {
  const outline = valueOutline(document, parameter.schema);
  return {
    required: parameter.required === true,
    ...(outline.type === "array" && { repeated: (parameter.explode ?? parameter.style !== "simple") === true }),
    ...(parameter.name === "api-version" ? withoutVersion(outline, document.info.version) : outline),
  };
}

function withoutVersion(outline: Outline, version: string): Outline {
  const replaced = (value: OutlineValue): OutlineValue => {
    if (Array.isArray(value)) return value.map(replaced);
    return value === version ? THIS_VERSION : value;
  };
  return Object.fromEntries(Object.entries(outline).map(([name, value]) => [name, replaced(value)]));
}

function bodyOutline(document: Document, node: RequestBody): Outline {
  const { required, content } = resolve<RequestBody>(document, node);
  return { required: required === true, ...contentOutline(document, content) };
}

function responseOutline(document: Document, { headers = {}, content = {} }: ResponseObject): Outline {
  const names = Object.entries(headers).map(([name, header]) => [
    `header ${name}`,
    valueOutline(document, resolve<HeaderObject>(document, header).schema).type,
  ]);
  return { ...Object.fromEntries(names), ...contentOutline(document, content) };
}

function contentOutline(document: Document, content: RequestBody["content"]): Outline {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, { schema }]) => [mediaType, valueOutline(document, schema)]),
  );
}

function modelOutline(document: Document, { properties = {}, required = [], additionalProperties }: Schema): Outline {
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    { required: required.includes(name), ...valueOutline(document, schema) },
  ]);
  return { ...(additionalProperties === false && { closed: true }), ...Object.fromEntries(members) };
}

/** The part of a JSON schema that outlines have in another form. */
type Schema = {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, unknown>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly enum?: readonly OutlineValue[];
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
};

/** What a schema allows: the name of a model, or type and constraints. */
export function valueOutline(document: Document, node: unknown): Outline {
  const schema = resolve<Schema>(document, (node ?? {}) as Schema);
  if (isReference(node) && isModel(schema)) return { model: node.$ref.split("/").at(-1) };
  const branches = schema.anyOf ?? schema.oneOf;
  return {
    ...(branches && alternatives(branches.map((each) => valueOutline(document, each)))),
    ...typeOutline(schema),
    ...(schema.items !== undefined && { items: valueOutline(document, schema.items) }),
    ...(schema.enum && { values: schema.enum }),
    ...Object.fromEntries(Object.entries(schema).filter(([name]) => isConstraint(name)) as [string, OutlineValue][]),
  };
}

function isConstraint(keyword: string): boolean {
  return !TRANSFORMED.includes(keyword) && !ANNOTATIONS.includes(keyword) && !keyword.startsWith("x-");
}

function typeOutline({ type }: Schema): Outline {
  const types = [type ?? []].flat();
  const others = types.filter((each) => each !== "null");
  return {
    ...(others.length > 0 && { type: others.join(" | ") }),
    ...(types.length > others.length && others.length > 0 && { nullable: true }),
    ...(types.length > 0 && others.length === 0 && { type: "null" }),
  };
}

/** One outline for several: a value or null is nullable, and known values beside any string are an open list. */
function alternatives(branches: readonly Outline[]): Outline {
  const others = branches.filter(({ type }) => type !== "null");
  const nullable = others.length < branches.length && others.length === 1;
  if (nullable) return { ...others[0], nullable: true };
  const known = branches.find(({ values }) => values !== undefined);
  if (known !== undefined && branches.some(({ type, values }) => type === "string" && values === undefined)) {
    return { type: "string", values: known.values, open: true };
  }
  return { type: branches.map(({ type }) => type).join(" | ") };
}

function isModel(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "properties" in schema;
}
