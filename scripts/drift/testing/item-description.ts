import { compareDescriptions } from "../comparison/compare-descriptions.js";
import { readApiDescription } from "../description/api-description.js";
import type { JsonObject } from "../description/document.js";
import { sentence } from "../report.js";

/** A description of three operations. `Item` is what `addItem` sends and what `getItem` receives. */
export function itemDescription() {
  const item = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", minLength: 2, maxLength: 9, pattern: "^a", default: "ab" },
      size: { type: "integer", minimum: 1, maximum: 5, description: "The size." },
      count: { type: "integer", format: "int32" },
      kind: { type: "string", enum: ["big", "small"] },
      marks: { type: "array", maxItems: 3, items: { type: "string", format: "uuid" } },
      parent: { anyOf: [{ $ref: "#/components/schemas/Item" }, { type: "null" }] },
    } as JsonObject,
  };
  const hub = { name: "hub", in: "path", required: true, schema: { type: "string" } };
  const size = { name: "size", in: "query", schema: { type: "integer", default: 1 } };
  const mark = { name: "mark", in: "query", explode: true, schema: { type: "array", items: { type: "string" } } };
  const trace = { name: "X-Trace", in: "header", schema: { type: "string" } };
  const total = { required: true, schema: { type: "string" } };
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Item" } } };
  return {
    openapi: "3.1.0",
    info: { title: "Items", version: "1" },
    security: [{ key: [] }],
    paths: {
      "/{hub}/item": {
        parameters: [hub],
        get: {
          operationId: "getItem",
          summary: "Get the item",
          parameters: [size, mark, trace],
          responses: {
            200: { description: "The item.", headers: { "X-Total": total }, content },
            404: { description: "There is none." },
          },
        },
        put: {
          operationId: "addItem",
          parameters: [],
          requestBody: { required: true, content },
          responses: { 202: { description: "Accepted." }, default: { description: "A failure." } },
        },
        delete: {
          operationId: "removeItem",
          security: [{ key: [] }, {}],
          responses: { 204: { description: "Done." } },
        },
      },
    } as JsonObject,
    components: {
      schemas: { Item: item },
      securitySchemes: { key: { type: "apiKey", in: "query", name: "key" } } as JsonObject,
    },
    parts: { item, hub, size, mark, trace, total, content },
  };
}
export type ItemDescription = ReturnType<typeof itemDescription>;

/** The object at a path of keys. */
export function at(value: unknown, ...keys: (string | number)[]): JsonObject {
  const found = keys.reduce<unknown>((object, key) => (object as JsonObject)[key], value);
  if (typeof found !== "object" || found === null) throw new Error(`Nothing is at ${keys.join(" ")}.`);
  return found as JsonObject;
}

/** The list at a path of keys. */
export function listAt(value: unknown, ...keys: (string | number)[]): unknown[] {
  const found: unknown = at(value, ...keys);
  if (!Array.isArray(found)) throw new Error(`No list is at ${keys.join(" ")}.`);
  return found;
}

/** An operation of the description, by method. */
export function operation(description: ItemDescription, method: "get" | "put" | "delete"): JsonObject {
  return at(description, "paths", "/{hub}/item", method);
}

/** The changes between two documents: the effect and the sentence of each. */
export function changesBetween(older: object, newer: object): [effect: string, sentence: string][] {
  const [before, after] = [older, newer].map((each) => readApiDescription(each as JsonObject));
  if (before === undefined || after === undefined) throw new Error("Two documents are needed.");
  return compareDescriptions(before, after).map((change) => [change.effect, sentence(change)]);
}

/** The changes of the description that `change` makes. */
export function changesOf(change: (description: ItemDescription) => void) {
  const newer = itemDescription();
  change(newer);
  return changesBetween(itemDescription(), newer);
}
