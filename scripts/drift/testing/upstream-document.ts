import { isObject, type JsonObject, resolveNode } from "../description/document.js";

const PREFIX = "WebPubSub_";

/**
 * Writes one of our descriptions as Azure publishes its own: Swagger 2.0, with a parameterized host, ids with a prefix,
 * lists that are extensible, and a header as credential.
 */
export function upstreamDocument(openapi: JsonObject): JsonObject {
  return new UpstreamWriter(openapi).write();
}

class UpstreamWriter {
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  write(): JsonObject {
    const { info, paths, components } = this.#document as {
      info: JsonObject;
      paths: JsonObject;
      components: JsonObject;
    };
    return {
      swagger: "2.0",
      info: { title: "Azure Web PubSub Service REST API", version: info.version },
      schemes: ["https"],
      "x-ms-parameterized-host": {
        hostTemplate: "{endpoint}",
        useSchemePrefix: false,
        parameters: [{ name: "endpoint", in: "path", required: true, type: "string", "x-ms-skip-url-encoding": true }],
      },
      consumes: ["application/json"],
      produces: ["application/json"],
      security: [{ ApiKeyAuth: [] }],
      securityDefinitions: { ApiKeyAuth: { type: "apiKey", name: "Authorization", in: "header" } },
      paths: mapValues(paths, (item) => this.#pathItem(item)),
      definitions: mapValues((components as { schemas: JsonObject }).schemas, schemaOf),
    };
  }

  #pathItem({ parameters = [], ...methods }: JsonObject): JsonObject {
    return mapValues(methods, (operation) => ({
      operationId: `${PREFIX}${capitalized(String(operation.operationId))}`,
      summary: "Published by Azure.",
      ...this.#request(operation),
      ...securityOf(operation),
      parameters: [
        ...[parameters, operation.parameters ?? []].flat().map((parameter) => this.#parameter(parameter)),
        ...this.#bodyParameter(operation),
      ],
      responses: mapValues(operation.responses as JsonObject, (response) => this.#response(response)),
      "x-ms-examples": { example: { $ref: "./examples/example.json" } },
    }));
  }

  #request(operation: JsonObject): JsonObject {
    const content = this.#content(operation.requestBody);
    return content === undefined ? {} : { consumes: Object.keys(content) };
  }

  #bodyParameter(operation: JsonObject): JsonObject[] {
    const [schema, ...others] = Object.values(this.#content(operation.requestBody) ?? {});
    if (schema === undefined) return [];
    // Swagger 2.0 has one schema for all media types.
    const body =
      others.length === 0
        ? schemaOf((schema as JsonObject).schema as JsonObject)
        : { type: "string", format: "binary" };
    return [{ name: "body", in: "body", required: true, schema: body }];
  }

  #content(node: unknown): JsonObject | undefined {
    return node === undefined ? undefined : (resolveNode(this.#document, node).content as JsonObject | undefined);
  }

  #parameter(node: unknown): JsonObject {
    const { name, in: location, required, schema } = resolveNode(this.#document, node);
    const { items, anyOf: branches = [], ...written } = resolveNode(this.#document, schema);
    // An open list: Azure writes its values as `enum`, with `x-ms-enum`.
    const known = (branches as JsonObject[]).find((branch) => branch.enum !== undefined);
    const own = schemaOf({
      ...written,
      ...known,
      ...(items !== undefined && { items: resolveNode(this.#document, items) }),
    });
    const list = own.type === "array" ? { collectionFormat: "multi" } : {};
    const values = own.enum === undefined ? {} : { "x-ms-enum": { name: String(name), modelAsString: true } };
    return {
      name,
      in: location,
      required: required ?? false,
      description: "Published by Azure.",
      ...own,
      ...list,
      ...values,
    };
  }

  #response(node: unknown): JsonObject {
    const { headers = {}, content = {} } = resolveNode(this.#document, node);
    const json = (content as JsonObject)["application/json"] as JsonObject | undefined;
    return {
      description: "Published by Azure.",
      headers: mapValues(headers as JsonObject, (header) =>
        schemaOf(resolveNode(this.#document, header).schema as JsonObject),
      ),
      ...(json !== undefined && { schema: schemaOf(json.schema as JsonObject) }),
    };
  }
}

/** The requirements of an operation, if it has its own. */
function securityOf({ security }: JsonObject): JsonObject {
  if (!Array.isArray(security)) return {};
  return { security: security.map((each: object) => (Object.keys(each).length === 0 ? {} : { ApiKeyAuth: [] })) };
}

/** A schema as Swagger 2.0 writes it: references to `definitions`, and `x-nullable` instead of null. */
function schemaOf(schema: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === "$ref") return String(value).replace("#/components/schemas/", "#/definitions/");
      return isObject(value) ? withoutNull(value) : value;
    }),
  ) as JsonObject;
}

function withoutNull({ anyOf, type, ...schema }: JsonObject): JsonObject {
  if (Array.isArray(anyOf) && anyOf.length === 2) return { ...schema, "x-nullable": true, allOf: [anyOf[0]] };
  if (!Array.isArray(type))
    return { ...schema, ...(type !== undefined && { type }), ...(anyOf !== undefined && { anyOf }) };
  return { ...schema, type: (type as string[]).find((each) => each !== "null"), "x-nullable": true };
}

function mapValues(object: JsonObject, change: (value: JsonObject) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value as JsonObject)]));
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
