import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../../generated/versions.js";
import { openapi30 } from "./openapi-30.js";
import type { Document } from "./openapi-document.js";

const INFO = { title: "A", version: "1" };

/** A document with schemas. */
function documentOf(schemas: Record<string, unknown>, info: object = INFO): Document {
  return { openapi: "3.1.0", info, paths: {}, components: { schemas } } as unknown as Document;
}

/** A schema as OpenAPI 3.0. */
function schema30(schema: unknown): unknown {
  return schemas30({ A: schema }).A;
}

function schemas30(schemas: Record<string, unknown>): Record<string, unknown> {
  return (openapi30(documentOf(schemas)) as { components: { schemas: Record<string, unknown> } }).components.schemas;
}

describe("openapi30 › info", () => {
  const info30 = (info: object) => (openapi30(documentOf({}, { ...INFO, ...info })) as Document).info;

  test("names version 3.0.3", () => {
    expect(openapi30(documentOf({}))).toHaveProperty("openapi", "3.0.3");
  });

  test("puts the summary before the description", () => {
    expect(info30({ summary: "Short.", description: "Long." })).toEqual({ ...INFO, description: "Short.\n\nLong." });
  });

  test("gives the address of a license instead of its identifier", () => {
    expect(info30({ license: { name: "MIT", identifier: "MIT" } })).toEqual({
      ...INFO,
      license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" },
    });
  });
});

describe("openapi30 › schemas", () => {
  test.for([
    ["a type or null", { type: ["string", "null"] }, { type: "string", nullable: true }],
    ["a list with one type", { type: ["string"] }, { type: "string" }],
    [
      "null among several branches",
      { oneOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
      { oneOf: [{ type: "string", nullable: true }, { type: "number" }] },
    ],
    [
      "branches without null",
      { oneOf: [{ type: "string" }, { type: "number" }] },
      { oneOf: [{ type: "string" }, { type: "number" }] },
    ],
    [
      "bytes",
      { description: "Bytes.", contentMediaType: "application/octet-stream" },
      { description: "Bytes.", type: "string", format: "binary" },
    ],
    [
      "null deep inside",
      { type: "object", properties: { a: { type: "array", items: { type: ["string", "null"] } } } },
      { type: "object", properties: { a: { type: "array", items: { type: "string", nullable: true } } } },
    ],
  ] as const)("writes %s in the words of 3.0", ([, schema, expected]) => {
    expect(schema30(schema)).toEqual(expected);
  });

  test.for(["example", "default", "enum", "value"])("leaves data under `%s` as it is", (key) => {
    const schema = { type: "object", [key]: { type: ["a", "null"], contentMediaType: "text/plain" } };
    expect(schema30(schema)).toEqual(schema);
  });

  test("makes a component nullable whose only references may be null", () => {
    const inner = { description: "Inner.", anyOf: [{ $ref: "#/components/schemas/Inner" }, { type: "null" }] };
    expect(schemas30({ A: { properties: { inner } }, Inner: { type: "object" } })).toEqual({
      A: { properties: { inner: { description: "Inner.", allOf: [{ $ref: "#/components/schemas/Inner" }] } } },
      Inner: { type: "object", nullable: true },
    });
  });

  test("rejects a component that may be null in one place only", () => {
    const reference = { $ref: "#/components/schemas/Inner" };
    const schemas = { A: { anyOf: [reference, { type: "null" }] }, B: { items: reference }, Inner: {} };
    expect(() => schemas30(schemas)).toThrow(
      "one reference to #/components/schemas/Inner may be null and another may not",
    );
  });

  test("rejects a schema of several types, with their names", () => {
    expect(() => schema30({ type: ["string", "number"] })).toThrow("no schema of several types: string, number");
  });
});

/** What JSON Schema 2020-12 and OpenAPI 3.1 have and OpenAPI 3.0 has not. Under `properties` they are names, and under `value` data. */
const NEW_KEYWORDS = [
  "webhooks",
  "jsonSchemaDialect",
  "pathItems",
  "identifier",
  "const",
  "contentMediaType",
  "contentEncoding",
  "contentSchema",
  "dependentRequired",
  "dependentSchemas",
  "if",
  "then",
  "else",
  "patternProperties",
  "prefixItems",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "contains",
  "$defs",
  "$id",
  "$schema",
  "$comment",
  "x-or-null",
];

/** Every object of a document with its path, except the data of examples. */
function* objectsOf(node: unknown, path: readonly string[] = []): Generator<[readonly string[], object]> {
  if (typeof node !== "object" || node === null || ["value", "example"].includes(path.at(-1) ?? "")) return;
  if (!Array.isArray(node) && path.at(-1) !== "properties") yield [path, node];
  for (const [key, value] of Object.entries(node)) yield* objectsOf(value, [...path, key]);
}

/** The words of 3.1 in an object. */
function newWords(node: object): string[] {
  const { type, exclusiveMinimum, exclusiveMaximum, $ref } = node as Record<string, unknown>;
  return [
    ...NEW_KEYWORDS.filter((keyword) => keyword in node),
    ...(Array.isArray(type) || type === "null" ? ["type"] : []),
    ...[exclusiveMinimum, exclusiveMaximum].filter((bound) => typeof bound === "number").map(String),
    ...($ref !== undefined && Object.keys(node).length > 1 ? ["beside $ref"] : []),
  ];
}

test.for(apiVersions)("generated/%s/openapi-3.0.json › has no word of OpenAPI 3.1", (version) => {
  const text = readFileSync(new URL(`../../generated/${version}/openapi-3.0.json`, import.meta.url), "utf8");
  const objects = [...objectsOf(JSON.parse(text))];
  expect(objects.length).toBeGreaterThan(100);
  expect(objects.flatMap(([path, node]) => newWords(node).map((word) => [...path, word].join("/")))).toEqual([]);
});
