import { describe, expect, test } from "vitest";
import type { Document } from "../../scripts/generate/openapi-document.js";
import { valueOutline } from "./description-outline.js";

const document = {
  info: { title: "Test", version: "1" },
  paths: {},
  components: {
    schemas: { Member: { type: "object", properties: { id: { type: "string" } } }, Name: { minLength: 1 } },
  },
} as unknown as Document;

describe("valueOutline", () => {
  test.for<[what: string, schema: unknown, outline: object]>([
    ["names a model", { $ref: "#/components/schemas/Member" }, { model: "Member" }],
    ["resolves a reference to a value", { $ref: "#/components/schemas/Name" }, { minLength: 1 }],
    ["keeps every constraint", { type: "array", maxItems: 3 }, { type: "array", maxItems: 3 }],
    ["leaves annotations out", { description: "Text.", "x-evidence": "E01", default: 0 }, { default: 0 }],
    ["describes items", { type: "array", items: { type: "string" } }, { type: "array", items: { type: "string" } }],
    ["marks a type or null as nullable", { type: ["string", "null"] }, { type: "string", nullable: true }],
    [
      "marks a model or null as nullable",
      { anyOf: [{ $ref: "#/components/schemas/Member" }, { type: "null" }] },
      { model: "Member", nullable: true },
    ],
    ["lists the values of a closed list", { type: "string", enum: ["a"] }, { type: "string", values: ["a"] }],
    [
      "marks known values next to any string as open",
      { anyOf: [{ type: "string", enum: ["a"] }, { type: "string" }], default: "a" },
      { type: "string", values: ["a"], open: true, default: "a" },
    ],
    [
      "joins the types of alternatives",
      { oneOf: [{ type: "string" }, { type: "null" }, { type: "number" }] },
      { type: "string | null | number" },
    ],
  ])("%s", ([, schema, outline]) => {
    expect(valueOutline(document, schema)).toEqual(outline);
  });
});
