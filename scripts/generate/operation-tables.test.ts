import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OperationRequest } from "../../generated/operation.js";
import type { Document, OperationObject, PathItem, Security } from "./openapi-document.js";
import { operationTable, requestTable } from "./operation-tables.js";

interface Parts {
  /** The parameters of the path. */
  parameters?: PathItem["parameters"];
  schemas?: { [name: string]: unknown };
  security?: Security;
}

/** A document with one operation, POST /things/{name}. */
function documentWith(
  operation: Partial<OperationObject>,
  { parameters, schemas = {}, security }: Parts = {},
): Document {
  const post = { operationId: "makeThing", summary: "Make a thing", responses: {}, ...operation };
  const item: Record<string, unknown> = parameters === undefined ? { post } : { parameters, post };
  return {
    info: { title: "Things", version: "1" },
    ...(security !== undefined && { security }),
    paths: { "/things/{name}": item as PathItem },
    components: { schemas },
  };
}

let folder: string;
let modules = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tables-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The table of requests for a document that is the only api-version. */
const requestsOf = (document: Document) => requestTable([{ name: "1", document }]);

/** The parameters of the operation in the generated `requests.ts`. */
async function parametersOf(document: Document): Promise<OperationRequest["parameters"] | undefined> {
  modules += 1;
  const path = join(folder, `requests-${modules}.ts`);
  await writeFile(path, requestsOf(document).text);
  const { requests } = (await import(pathToFileURL(path).href)) as { requests: { [id: string]: OperationRequest } };
  return requests.makeThing?.parameters;
}

const text = { type: "string" };

describe("operationTable", () => {
  test("takes a parameter of both path and operation once, from the operation", async () => {
    const document = documentWith(
      {
        parameters: [
          { name: "name", in: "path", required: true, schema: { ...text, maxLength: 9 } },
          { name: "size", in: "query", schema: text },
        ],
      },
      {
        parameters: [
          { name: "name", in: "path", required: true, schema: text },
          { name: "color", in: "query", schema: text },
        ],
      },
    );
    expect(await parametersOf(document)).toEqual([
      { name: "color", in: "query", required: false, schema: text },
      { name: "name", in: "path", required: true, schema: { ...text, maxLength: 9 } },
      { name: "size", in: "query", required: false, schema: text },
    ]);
  });

  test("keeps a path and a query parameter of one name apart", async () => {
    const parameters = [
      { name: "name", in: "path", required: true, schema: text },
      { name: "name", in: "query", schema: { type: "integer" }, examples: { one: { value: 1 } } },
    ];
    const document = documentWith({ parameters });
    expect(await parametersOf(document)).toEqual([
      { name: "name", in: "path", required: true, schema: text },
      { name: "name", in: "query", required: false, schema: { type: "integer" } },
    ]);
    const lines = operationTable(document).match(/^ +\{ \.\.\.parameters\[.*$/gm);
    expect(lines).toEqual([
      '      { ...parameters["makeThing path name"], examples: {} },',
      '      { ...parameters["makeThing query name"], examples: {"one":1} },',
    ]);
  });

  test.each([
    { name: "tag", in: "query", style: "spaceDelimited", schema: { type: "array", items: text } },
    { name: "tag", in: "query", style: "form", explode: false, schema: { type: "array", items: text } },
    { name: "tag", in: "query", explode: false, schema: { $ref: "#/components/schemas/Tags" } },
    { name: "tag", in: "path", required: true, style: "matrix", schema: text },
  ])("rejects a parameter of another style: %j", (parameter) => {
    const document = documentWith({ parameters: [parameter] }, { schemas: { Tags: { type: "array", items: text } } });
    expect(() => operationTable(document)).toThrow("Parameter `tag`: the client sends the default style only");
  });

  test.each([
    { name: "tag", in: "query", style: "form", explode: true, schema: { type: "array", items: text } },
    { name: "tag", in: "query", explode: false, schema: text },
    { name: "tag", in: "path", required: true, style: "simple", schema: text },
  ])("accepts a parameter of the default style: %j", async (parameter) => {
    expect(await parametersOf(documentWith({ parameters: [parameter] }))).toMatchObject([{ name: "tag" }]);
  });

  test("drops references, descriptions and x-evidence from a schema, but not a property called `description`", async () => {
    const schema = {
      type: "object",
      description: "A thing.",
      "x-evidence": "E01",
      properties: { description: { $ref: "#/components/schemas/Text", description: "In words.", "x-evidence": "E02" } },
    };
    const document = documentWith(
      { parameters: [{ name: "thing", in: "query", schema }] },
      { schemas: { Text: { type: "string", description: "A text." } } },
    );
    expect(await parametersOf(document)).toMatchObject([
      { schema: { type: "object", properties: { description: { type: "string" } } } },
    ]);
    expect(requestsOf(document).text).not.toMatch(/A thing|In words|A text|x-evidence/);
  });

  test("writes a type with the values of each parameter that has an enum", () => {
    const document = documentWith({
      parameters: [{ $ref: "#/components/parameters/color" }, { $ref: "#/components/parameters/shape" }],
    } as unknown as Partial<OperationObject>);
    const parameters = {
      color: { name: "paint", in: "query", schema: { ...text, enum: ["red", "blue"] } },
      shape: { name: "shape", in: "query", schema: { ...text, enum: ["round"] } },
    };
    const tables = requestsOf({ ...document, components: { parameters } } as unknown as Document);
    expect(tables.enumTypes).toEqual(["Color"]);
    expect(tables.text).toContain('export type Color = "red" | "blue";');
  });

  test("rejects a constraint next to a reference, which would be lost", () => {
    const schema = { $ref: "#/components/schemas/Text", maxLength: 9 };
    const document = documentWith({ parameters: [{ name: "tag", in: "query", schema }] }, { schemas: { Text: text } });
    expect(() => operationTable(document)).toThrow("A schema has maxLength next to a $ref");
  });

  test("rejects a request schema that refers to itself", () => {
    const Tree = { type: "array", items: { $ref: "#/components/schemas/Tree" } };
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Tree" } } };
    const document = documentWith({ requestBody: { content } }, { schemas: { Tree } });
    expect(() => operationTable(document)).toThrow("refers to itself");
  });

  test.each([
    { security: "no security", document: documentWith({}), required: false },
    {
      security: "security of the document",
      document: documentWith({}, { security: [{ key: [] }, { entra: [] }] }),
      required: true,
    },
    { security: "security of the operation", document: documentWith({ security: [{ key: [] }] }), required: true },
    {
      security: "empty security of the operation",
      document: documentWith({ security: [] }, { security: [{ key: [] }] }),
      required: false,
    },
    { security: "an empty alternative", document: documentWith({ security: [{ key: [] }, {}] }), required: false },
  ])("sets tokenRequired to $required for $security", ({ document, required }) => {
    expect(operationTable(document)).toContain(`tokenRequired: ${required},`);
  });
});
