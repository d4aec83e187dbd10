import { isObject, type JsonObject, type Node, resolveNode } from "./document.js";
import { SchemaReader } from "./schema.js";
import { authenticationOf } from "./security.js";

/** A description in one form, wherever the document writes its parameters, bodies and responses. */
export interface ApiDescription {
  readonly reader: SchemaReader;
  readonly operations: readonly Operation[];
  /** False for a Swagger 2.0 document without a single response header: it says nothing about them. */
  readonly describesHeaders: boolean;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Whether the service sends the request. */
  readonly isWebhook: boolean;
  readonly isDeprecated: boolean;
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  /** By status in upper case (`200`, `4XX`, `DEFAULT`). */
  readonly responses: ReadonlyMap<string, Response>;
  /** What a request can be authenticated with, in words, one of them at a time. */
  readonly authentication: ReadonlySet<string>;
}

export interface Parameter extends Value {
  readonly in: string;
  /** As the document spells it. */
  readonly name: string;
}

/** A parameter or a header. */
export interface Value {
  /** Undefined if the document cannot say it. */
  readonly isRequired: boolean | undefined;
  readonly isDeprecated: boolean;
  readonly schema: Node;
  /** How a list is written, in words. */
  readonly style: string;
  readonly text: string;
}

export interface RequestBody {
  readonly isRequired: boolean;
  /** The schema of each media type. */
  readonly content: ReadonlyMap<string, Node>;
  readonly text: string;
}

interface Response {
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, Value>;
  readonly content: ReadonlyMap<string, Node>;
  readonly text: string;
}
export type ApiResponse = Response;

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
const DEFAULT_STYLES: Record<string, string> = { query: "form", cookie: "form", path: "simple", header: "simple" };

/**
 * Reads an OpenAPI 3.x document.
 *
 * @param hasRequiredHeaders whether the document says which headers of a response are required; Swagger 2.0 cannot
 * @throws {Error} if a reference leads nowhere
 */
export function readApiDescription(document: JsonObject, hasRequiredHeaders = true): ApiDescription {
  return new DescriptionReader(document, hasRequiredHeaders).read();
}

class DescriptionReader {
  readonly #document: JsonObject;
  readonly #hasRequiredHeaders: boolean;
  readonly #schemas: SchemaReader;

  constructor(document: JsonObject, hasRequiredHeaders: boolean) {
    this.#document = document;
    this.#hasRequiredHeaders = hasRequiredHeaders;
    this.#schemas = new SchemaReader(document);
  }

  read(): ApiDescription {
    const operations = [
      ...this.#operationsIn(this.#document.paths, false),
      ...this.#operationsIn(this.#document.webhooks, true),
    ];
    const hasHeader = operations.some(({ responses }) =>
      [...responses.values()].some(({ headers }) => headers.size > 0),
    );
    return { reader: this.#schemas, operations, describesHeaders: this.#hasRequiredHeaders || hasHeader };
  }

  #operationsIn(items: unknown, isWebhook: boolean): Operation[] {
    return this.#entries(withoutExtensions(items)).flatMap(([path, item]) =>
      METHODS.filter((method) => isObject(item[method])).map((method) =>
        this.#operation(method, path, item, isWebhook),
      ),
    );
  }

  #operation(method: string, path: string, item: JsonObject, isWebhook: boolean): Operation {
    const raw = item[method] as JsonObject;
    const id = raw.operationId;
    return {
      id: typeof id === "string" ? id : `${method.toUpperCase()} ${path}`,
      method,
      path,
      isWebhook,
      isDeprecated: raw.deprecated === true,
      text: textOf(raw),
      parameters: this.#parameters(item, raw),
      requestBody: this.#requestBody(raw.requestBody),
      responses: new Map(
        this.#entries(withoutExtensions(raw.responses)).map(([status, response]) => [
          status.toUpperCase(),
          this.#response(response),
        ]),
      ),
      authentication: authenticationOf(this.#document, raw),
    };
  }

  /** Those of the operation, and those of the path that it does not replace. */
  #parameters(item: JsonObject, operation: JsonObject): Parameter[] {
    const all = [item, operation].flatMap((each) => (each.parameters ?? []) as Node[]);
    const parameters = all.map((node) => this.#parameter(resolveNode(this.#document, node)));
    return [...new Map(parameters.map((parameter) => [parameterKey(parameter), parameter])).values()];
  }

  #parameter(raw: JsonObject): Parameter {
    const { name, in: location } = raw as { name: string; in: string };
    return { ...this.#value(raw, location), in: location, name };
  }

  #value(raw: JsonObject, location: string): Value {
    return {
      isRequired: raw.required === true,
      isDeprecated: raw.deprecated === true,
      schema: this.#valueSchema(raw),
      style: this.#style(raw, location),
      text: textOf(raw),
    };
  }

  #header(raw: JsonObject): Value {
    const value = this.#value(raw, "header");
    return this.#hasRequiredHeaders ? value : { ...value, isRequired: undefined };
  }

  #valueSchema(raw: JsonObject): Node {
    // Each document names its own api-version here.
    if (raw.name === "api-version") return { type: "string" };
    const [content] = Object.values((raw.content ?? {}) as Record<string, JsonObject>);
    const schema = (raw.schema ?? content?.schema ?? true) as Node;
    // Swagger 2.0 has extensions of the schema at the parameter.
    return "x-ms-enum" in raw && isObject(schema) ? { ...schema, "x-ms-enum": raw["x-ms-enum"] } : schema;
  }

  #style(raw: JsonObject, location: string): string {
    const { types } = this.#schemas.read(this.#valueSchema(raw));
    if (!types.has("array") && !types.has("object")) return "";
    const style = String(raw.style ?? DEFAULT_STYLES[location]);
    const explode = raw.explode ?? style === "form";
    if (style === "form") return explode === true ? "repeated" : "one parameter, joined by commas";
    return `\`${style}\`${explode === true ? ", exploded" : ""}`;
  }

  #requestBody(node: unknown): RequestBody | undefined {
    if (node === undefined) return undefined;
    const raw = resolveNode(this.#document, node);
    const content = this.#content(raw.content);
    return { isRequired: raw.required === true, content, text: textOf(raw) };
  }

  #response(raw: JsonObject): Response {
    const headers = this.#entries(raw.headers).map(
      ([name, header]) => [name.toLowerCase(), this.#header(header)] as const,
    );
    return { headers: new Map(headers), content: this.#content(raw.content), text: textOf(raw) };
  }

  #content(content: unknown): ReadonlyMap<string, Node> {
    return new Map(
      this.#entries(content).map(([mediaType, { schema = true }]) => {
        const type = mediaType.toLowerCase();
        return [type, isText(type) && this.#isAnything(schema as Node) ? TEXT : (schema as Node)];
      }),
    );
  }

  /** Whether a schema says nothing of the bytes or characters of a body. */
  #isAnything(schema: Node): boolean {
    return this.#schemas.read(schema).types.size > 1;
  }

  #entries(value: unknown): [string, JsonObject][] {
    if (!isObject(value)) return [];
    return Object.entries(value).map(([name, node]) => [name, resolveNode(this.#document, node)]);
  }
}

function withoutExtensions(value: unknown): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith("x-")));
}

const TEXT: Node = { type: "string" };

/** Whether bodies of a media type are bytes or characters, so that a schema without a type means the same as a string. */
function isText(mediaType: string): boolean {
  return !/json|form|xml|\*/.test(mediaType);
}

function textOf(raw: JsonObject): string {
  return [raw.summary, raw.description].join("\n").trim();
}

/** Names a parameter among those of its operation. Names of headers have no letter case. */
export function parameterKey({ in: location, name }: { in: string; name: string }): string {
  return `${location} ${location === "header" ? name.toLowerCase() : name}`;
}
