import { expect, test } from "vitest";
import { changesBetween } from "../testing/item-description.js";

/** A document whose only schema is that of a parameter, beside a component to refer to. */
function documentOf(schema: unknown) {
  const parameters = [{ name: "value", in: "query", schema }];
  const Text = { type: "string", maxLength: 4 };
  return {
    openapi: "3.1.0",
    paths: { "/": { get: { operationId: "get", parameters, responses: {} } } },
    components: { schemas: { Text, Loop: { allOf: [{ $ref: "#/components/schemas/Loop" }, Text] } } },
  };
}

test.each([
  ["null as a type and `nullable`", { type: ["string", "null"] }, { type: "string", nullable: true }],
  [
    "null as an alternative and as a type",
    { anyOf: [{ type: "string", maxLength: 4 }, { type: "null" }] },
    { type: ["null", "string"], maxLength: 4 },
  ],
  [
    "null beside a reference and `x-nullable`",
    { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Text" }] },
    { type: "string", maxLength: 4, "x-nullable": true },
  ],
  ["null among the values", { enum: ["a", null] }, { type: ["string", "null"], enum: ["a"] }],
  ["a constant and a list of one value", { const: "a" }, { type: "string", enum: ["a"] }],
  ["a reference and what it refers to", { $ref: "#/components/schemas/Text" }, { type: "string", maxLength: 4 }],
  [
    "the parts of `allOf` and one schema",
    {
      allOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        { required: ["b"], properties: { a: { maxLength: 4 }, b: {} } },
      ],
    },
    { type: "object", required: ["b", "a"], properties: { a: { type: "string", maxLength: 4 }, b: true } },
  ],
  [
    "a schema that refers to itself in `allOf`",
    { $ref: "#/components/schemas/Loop" },
    { type: "string", maxLength: 4 },
  ],
  ["alternatives that are types", { oneOf: [{ type: "string" }, { type: "number" }] }, { type: ["number", "string"] }],
  [
    "all types as alternatives and no type",
    {
      oneOf: [
        { type: "object", additionalProperties: true },
        { type: "array", items: {} },
        ...["string", "number", "boolean", "null"].map((type) => ({ type })),
      ],
    },
    {},
  ],
  [
    "an open list as alternatives and as Azure marks it",
    { anyOf: [{ type: "string", enum: ["a"] }, { type: "string" }] },
    { type: "string", enum: ["a"], "x-ms-enum": { name: "Kind", modelAsString: true } },
  ],
  [
    "an open list as alternatives and as an extension",
    { anyOf: [{ enum: ["a"] }, { type: "string" }] },
    { type: "string", "x-extensible-enum": ["a"] },
  ],
  [
    "an exclusive bound of OpenAPI 3.0 and of 3.1",
    { type: "number", minimum: 1, exclusiveMinimum: true },
    { type: "number", exclusiveMinimum: 1 },
  ],
  [
    "int32 and its bounds",
    { type: "integer", format: "int32" },
    { type: "integer", minimum: -2147483648, maximum: 2147483647 },
  ],
  [
    "int32 within narrower bounds",
    { type: "integer", format: "int32", minimum: 0, maximum: 9 },
    { type: "integer", minimum: 0, maximum: 9 },
  ],
  ["a minimum length of 0 and none", { type: "string", minLength: 0 }, { type: "string" }],
  [
    "base64 as a format and as an encoding",
    { type: "string", format: "byte" },
    { type: "string", contentEncoding: "base64" },
  ],
  [
    "the pattern of a hub name as Azure and as we write it",
    { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_`,.[\\]]{0,127}$" },
    { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_\\x60,.\\[\\]]{0,127}$" },
  ],
  [
    "a character and its code in a pattern",
    { type: "string", pattern: "^[a\\x60.\\[]$" },
    { type: "string", pattern: "^[a`.[]$" },
  ],
])("SchemaReader › reads %s alike", (_title, one, other) => {
  expect(changesBetween(documentOf(one), documentOf(other))).toEqual([]);
});

test.each([
  ["an escaped bracket outside of a class", "\\[a", "[a]"],
  ["a code of a character with a meaning", "\\x2e", "."],
])("SchemaReader › does not read %s as the character", (_title, one, other) => {
  const changes = changesBetween(
    documentOf({ type: "string", pattern: one }),
    documentOf({ type: "string", pattern: other }),
  );
  expect(changes).toEqual([["breaking", expect.stringContaining("pattern")]]);
});

test("SchemaReader › rejects a reference that leads nowhere", () => {
  const document = documentOf({ $ref: "#/components/schemas/None" });
  expect(() => changesBetween(document, document)).toThrow(
    "The reference #/components/schemas/None leads nowhere in the document: a reference must name a part of it.",
  );
});
