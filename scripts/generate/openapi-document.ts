/** The part of an OpenAPI 3.1 document that generation reads. */
export interface Document {
  openapi?: string;
  info: { title: string; version: string };
  security?: Security;
  paths: Record<string, PathItem>;
  components: { [section: string]: Record<string, unknown> };
}
export type Reference = { $ref: string };
export type Security = Record<string, string[]>[];
export type PathItem = { parameters?: (ParameterObject | Reference)[] } & { [method: string]: OperationObject };
export interface OperationObject {
  operationId: string;
  summary: string;
  description?: string;
  tags?: string[];
  security?: Security;
  parameters?: (ParameterObject | Reference)[];
  requestBody?: RequestBody | Reference;
  responses: Record<string, ResponseObject | Reference>;
  "x-idempotent"?: boolean;
}
export interface ParameterObject {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  style?: string;
  explode?: boolean;
  schema: unknown;
  examples?: Record<string, Example | Reference>;
}
export interface Example {
  summary?: string;
  value: unknown;
}
export interface MediaType {
  schema?: unknown;
  examples?: Record<string, Example | Reference>;
}
export interface RequestBody {
  required?: boolean;
  content: Record<string, MediaType>;
}
export interface HeaderObject {
  required?: boolean;
  schema: unknown;
  example?: unknown;
}
export interface ResponseObject {
  headers?: Record<string, HeaderObject | Reference>;
  content?: Record<string, MediaType>;
}

const METHODS = ["get", "put", "post", "delete", "head", "options", "patch", "trace"];

/** An operation of a document, wherever its parameters are written. */
export interface PlacedOperation {
  /** In lower case, as in the document. */
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
  /** Those of the path that the operation does not replace, then its own. */
  readonly parameters: readonly (ParameterObject | Reference)[];
}

/** The operations of a document. */
export function operationsOf(document: Document): PlacedOperation[] {
  const keyOf = (node: ParameterObject | Reference) => {
    const { name, in: place } = resolve<ParameterObject>(document, node);
    return `${place} ${name}`;
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const operation = item[method] as OperationObject;
      const own = operation.parameters ?? [];
      const replaced = new Set(own.map(keyOf));
      const shared = (item.parameters ?? []).filter((node) => !replaced.has(keyOf(node)));
      return { method, path, operation, parameters: [...shared, ...own] };
    }),
  );
}

/** Whether an operation checks that something exists, so that 404 is a result. */
export function isExistenceCheck({ method, operation }: PlacedOperation): boolean {
  return method === "head" && "404" in operation.responses;
}

/** Follows references inside the document until there is none. */
export function resolve<T>(document: Document, node: T | Reference): T {
  let found: unknown = node;
  while (isReference(found)) {
    const keys = found.$ref.slice(2).split("/");
    found = keys.reduce<unknown>(
      (at, key) => (at as Record<string, unknown>)[decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~")],
      document,
    );
  }
  return found as T;
}

export function isReference(node: unknown): node is Reference {
  return typeof node === "object" && node !== null && "$ref" in node;
}

/**
 * The values that a schema lists without excluding others, written as TypeSpec writes a union with string: `anyOf` of an `enum` and of
 * any text. Tools of every OpenAPI version read it.
 */
export function knownValues(schema: unknown): readonly string[] | undefined {
  const { anyOf } = (schema ?? {}) as {
    anyOf?: readonly { readonly enum?: readonly string[]; readonly type?: unknown }[];
  };
  const isOpen = anyOf?.some(({ type, enum: values }) => type === "string" && values === undefined);
  return isOpen ? anyOf?.find((each) => each.enum !== undefined)?.enum : undefined;
}

/** The keywords next to a reference to a schema that do not constrain values. */
const ANNOTATIONS = ["$ref", "description", "x-evidence"];

/**
 * The schema without references, descriptions and `x-evidence`: only what a value can violate.
 *
 * @throws {Error} if a reference has constraints next to it, or the schema refers to itself
 */
export function plainSchema(document: Document, node: unknown, within: readonly unknown[] = []): unknown {
  const constraints = isReference(node) ? Object.keys(node).filter((key) => !ANNOTATIONS.includes(key)) : [];
  if (constraints.length > 0)
    throw new Error(
      `A schema has ${constraints.join(", ")} next to a $ref, which the operation table would lose. Move it into the schema.`,
    );
  const schema = resolve<unknown>(document, node);
  if (within.includes(schema))
    throw new Error("A request schema refers to itself, which the operation table cannot express.");
  if (Array.isArray(schema)) return schema.map((item) => plainSchema(document, item, within));
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== "x-evidence" && !(key === "description" && typeof value === "string"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, plainSchema(document, value, [...within, schema])]));
}
