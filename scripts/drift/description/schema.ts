import { canonicalPattern } from "./canonical-pattern.js";
import { isObject, type JsonObject, type Node, resolveNode } from "./document.js";

export const JSON_TYPES = ["object", "array", "string", "number", "boolean", "null"] as const;
/** `integer` is there only where `number` is not. */
export type JsonType = (typeof JSON_TYPES)[number] | "integer";

/** The limits of a schema that are numbers. */
export const BOUNDS = [
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;
export type Bound = (typeof BOUNDS)[number];

/** The limits of a schema that are there or not, and are not comparable if they differ. */
export const LIMITS = ["pattern", "format", "contentEncoding", "multipleOf", "uniqueItems"] as const;
export type Limit = (typeof LIMITS)[number];

/**
 * A schema in one form, whichever way OpenAPI 3.0 or 3.1 writes it: with references resolved, `allOf` merged, `null`
 * among the types, and constants as lists of one value.
 */
export interface Schema {
  readonly types: ReadonlySet<JsonType>;
  /** The values that the schema lists, `null` excepted. */
  readonly values: readonly unknown[] | undefined;
  /** Whether other values than those are possible. */
  readonly isOpen: boolean;
  readonly bounds: Readonly<Partial<Record<Bound, number>>>;
  readonly limits: Readonly<Partial<Record<Limit, unknown>>>;
  readonly default: unknown;
  /** The members, as nodes to read: a member may have the schema that it is in. */
  readonly properties: ReadonlyMap<string, Node>;
  readonly required: ReadonlySet<string>;
  /** The schema of members without a name; `false` if there are none. */
  readonly additional: Node | false;
  readonly items: Node;
  /** The schemas of `anyOf` or `oneOf`, if they say more than types. */
  readonly variants: readonly Node[];
  /** Keywords that a comparison cannot judge. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Keywords that say nothing about what is valid, or that {@link SchemaReader} reads. */
const READ = new Set<string>([
  ...BOUNDS,
  ...LIMITS,
  ...["type", "nullable", "enum", "const", "default", "properties", "required", "additionalProperties", "items"],
  ...["anyOf", "oneOf", "allOf", "$ref", "title", "summary", "description", "deprecated", "example", "examples"],
  ...["externalDocs", "xml", "discriminator", "contentMediaType", "$schema", "$id", "$comment", "$anchor", "$defs"],
]);
/** The bounds that the format `int32` stands for. */
export const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
/** Formats that limit nothing that JSON can carry, or that only say how a number is stored. */
const UNLIMITED_FORMATS = new Set(["int32", "int64", "float", "double", "decimal", "binary", "password"]);

/** What `true` and `false` stand for. */
const ANYTHING: JsonObject = {};
const NOTHING: JsonObject = { not: {} };

/** Reads the schemas of one document. */
export class SchemaReader {
  readonly #document: JsonObject;
  readonly #schemas = new WeakMap<JsonObject, Schema>();
  readonly #members = new WeakMap<JsonObject, ReadonlyMap<string, Node>>();

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** The schema at a node. */
  read(node: Node): Schema {
    const raw = isObject(node) ? node : node ? ANYTHING : NOTHING;
    const known = this.#schemas.get(raw);
    if (known !== undefined) return known;
    const schema = this.#schema(this.#unwrap(this.#merge(raw)));
    this.#schemas.set(raw, schema);
    return schema;
  }

  /** The keywords of a schema with those of its references and of its `allOf`. */
  #merge(node: Node, visited: readonly Node[] = []): JsonObject {
    if (!isObject(node) || visited.includes(node)) return {};
    const { $ref, allOf, ...own } = node;
    const parts = [
      ...($ref === undefined ? [] : [resolveNode(this.#document, node)]),
      ...(Array.isArray(allOf) ? (allOf as Node[]) : []),
    ];
    return parts.map((part) => this.#merge(part, [...visited, node])).reduceRight(combine, own);
  }

  /** Turns `anyOf` and `oneOf` of a schema and `null` into the schema, nullable. */
  #unwrap(raw: JsonObject): JsonObject {
    const alternatives = alternativesOf(raw).map((node) => this.#merge(node));
    const [only = {}, ...others] = alternatives.filter(({ type }) => type !== "null");
    if (alternatives.length < 2 || others.length > 0) return raw;
    return combine(omit(raw, ["anyOf", "oneOf"]), { ...this.#unwrap(only), nullable: true });
  }

  #schema(raw: JsonObject): Schema {
    const nodes = alternativesOf(raw);
    const alternatives = nodes.map((node) => this.#merge(node));
    const choices = choicesOf(alternatives);
    const listed = (raw.enum ?? ("const" in raw ? [raw.const] : undefined)) as unknown[] | undefined;
    const known = (listed ?? openList(alternatives) ?? raw["x-extensible-enum"]) as unknown[] | undefined;
    const types = typesOf(raw, choices, known);
    const keywords = Object.entries(raw);
    return {
      types,
      values: known?.filter((value) => value !== null),
      isOpen: listed === undefined || isModeledAsString(raw),
      bounds: boundsOf(raw, types),
      limits: limitsOf(raw),
      default: raw.default,
      properties: this.#membersOf(raw.properties),
      required: new Set(raw.required as string[] | undefined),
      additional: (raw.additionalProperties ?? true) as Node,
      items: (raw.items ?? true) as Node,
      variants: choices === undefined ? nodes : [],
      others: Object.fromEntries(keywords.filter(([keyword]) => !READ.has(keyword) && !keyword.startsWith("x-"))),
      text: [raw.title, raw.summary, raw.description].join("\n"),
    };
  }

  /** The same object for the same members, so that a comparison notices that it goes round in a circle. */
  #membersOf(properties: unknown): ReadonlyMap<string, Node> {
    if (!isObject(properties)) return new Map();
    const members = this.#members.get(properties) ?? new Map(Object.entries(properties as Record<string, Node>));
    this.#members.set(properties, members);
    return members;
  }
}

function alternativesOf(raw: JsonObject): readonly Node[] {
  return (raw.anyOf ?? raw.oneOf ?? []) as Node[];
}

/** The types that alternatives stand for, if they say nothing else, or are an open list beside its type. */
function choicesOf(alternatives: readonly JsonObject[]): readonly JsonType[] | undefined {
  if (alternatives.length === 0) return undefined;
  const types = alternatives.map(onlyType).filter((type) => type !== undefined);
  return types.length === alternatives.length || openList(alternatives) !== undefined ? types : undefined;
}

/** The values of an open list: `anyOf` of the values and of any value of their type. */
function openList(alternatives: readonly JsonObject[]): unknown[] | undefined {
  const list = alternatives.find((raw) => Array.isArray(raw.enum));
  const isOpen = alternatives.length === 2 && alternatives.some((raw) => onlyType(raw) === (list?.type ?? "string"));
  return isOpen ? (list?.enum as unknown[] | undefined) : undefined;
}

/** The type of a schema that says nothing else. */
function onlyType(raw: JsonObject): JsonType | undefined {
  const { type, ...rest } = omit(raw, ["title", "summary", "description", "example", "examples"]);
  if (typeof type !== "string") return undefined;
  const saysMore = Object.entries(rest).some(([keyword, value]) => {
    const isOpen = (keyword === "additionalProperties" || keyword === "items") && isUnlimited(value);
    return !isOpen && !keyword.startsWith("x-");
  });
  return saysMore ? undefined : (type as JsonType);
}

function isUnlimited(node: unknown): boolean {
  return node === true || (isObject(node) && Object.keys(node).length === 0);
}

/** What Azure's descriptions write at a list that the service may extend. */
function isModeledAsString(raw: JsonObject): boolean {
  const { modelAsString } = (raw["x-ms-enum"] ?? {}) as { modelAsString?: boolean };
  return modelAsString === true || "x-extensible-enum" in raw;
}

function typesOf(
  raw: JsonObject,
  choices: readonly JsonType[] | undefined,
  values: readonly unknown[] | undefined,
): Set<JsonType> {
  const written = choices ?? ([raw.type ?? []].flat() as JsonType[]);
  const types = new Set<JsonType>(written.length > 0 ? written : impliedTypes(raw, values));
  if (types.has("number")) types.delete("integer");
  if (raw.nullable === true || raw["x-nullable"] === true || values?.includes(null)) types.add("null");
  return types;
}

/** The types of a schema that names none: those of its values, an object's if it has members, any otherwise. */
function impliedTypes(raw: JsonObject, values: readonly unknown[] | undefined): readonly JsonType[] {
  if (values !== undefined) return values.map(typeOf);
  return raw.properties === undefined ? JSON_TYPES : ["object"];
}

function typeOf(value: unknown): JsonType {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  if (Number.isInteger(value)) return "integer";
  return typeof value as "object" | "string" | "number" | "boolean";
}

function boundsOf(raw: JsonObject, types: ReadonlySet<JsonType>): Partial<Record<Bound, number>> {
  const bounds: Partial<Record<Bound, number>> = {};
  for (const bound of BOUNDS) {
    const value = raw[bound];
    if (typeof value === "number" && !isVacuous(bound, value)) bounds[bound] = value;
  }
  // OpenAPI 3.0 writes `exclusiveMinimum: true` beside the minimum.
  for (const [exclusive, inclusive] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (raw[exclusive] !== true) continue;
    if (bounds[inclusive] !== undefined) bounds[exclusive] = bounds[inclusive];
    delete bounds[inclusive];
  }
  if (raw.format === "int32" && types.has("integer")) {
    bounds.minimum = Math.max(bounds.minimum ?? INT32.minimum, INT32.minimum);
    bounds.maximum = Math.min(bounds.maximum ?? INT32.maximum, INT32.maximum);
  }
  return bounds;
}

function isVacuous(bound: Bound, value: number): boolean {
  return value === 0 && /^min(?:Length|Items|Properties)$/.test(bound);
}

function limitsOf(raw: JsonObject): Partial<Record<Limit, unknown>> {
  const { pattern, format, contentEncoding, multipleOf, uniqueItems } = raw;
  const encoding = format === "byte" ? "base64" : contentEncoding;
  const isLimit = typeof format === "string" && format !== "byte" && !UNLIMITED_FORMATS.has(format);
  return {
    ...(typeof pattern === "string" && { pattern: canonicalPattern(pattern) }),
    ...(isLimit && { format }),
    ...(encoding !== undefined && { contentEncoding: encoding }),
    ...(multipleOf !== undefined && { multipleOf }),
    ...(uniqueItems === true && { uniqueItems }),
  };
}

/** Two schemas that both apply, as one. Where both have a keyword that cannot be combined, the second has it. */
function combine(first: JsonObject, second: JsonObject): JsonObject {
  const combined: JsonObject = { ...second, ...first };
  if (isObject(first.properties) && isObject(second.properties)) {
    const names = new Set([...Object.keys(second.properties), ...Object.keys(first.properties)]);
    const [a, b] = [first.properties, second.properties];
    combined.properties = Object.fromEntries(
      [...names].map((name) => [name, name in a && name in b ? { allOf: [b[name], a[name]] } : (a[name] ?? b[name])]),
    );
  }
  if (Array.isArray(first.required) && Array.isArray(second.required)) {
    combined.required = [...second.required, ...first.required];
  }
  return combined;
}

function omit(raw: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(raw).filter(([keyword]) => !keywords.includes(keyword)));
}
