import { describe, expect, test } from "vitest";
import type { Document } from "./openapi-document.js";
import { operationFunctions } from "./operation-functions.js";

const version = { name: "api-version", in: "query", required: true, schema: {} };
const name = { name: "name", in: "path", required: true, schema: {} };
const size = { name: "size", in: "query", schema: {} };

/** The module for a document with one operation. */
function moduleOf(method: string, path: string, operation: object): string {
  const document = {
    info: { title: "Things", version: "1" },
    paths: { [path]: { [method]: operation } },
    components: {},
  };
  return operationFunctions(document as unknown as Document);
}

describe("operationFunctions", () => {
  test("writes a function with the text and the route of its operation", () => {
    const text = "Adds a thing.\n\nTwice is the same as once.";
    const operation = { operationId: "addThing", summary: "Add", description: text, parameters: [name], responses: {} };
    expect(moduleOf("put", "/things/{name}", operation)).toContain(`
/**
 * Adds a thing.
 *
 * Twice is the same as once.
 *
 * The operation is \`PUT /things/{name}\`.
 *
 * @throws {WebPubSubError} if the service rejects the request or fails, or without a response
 * @throws {InvalidInputError} if an option is invalid or unknown; nothing was sent
 */
export function addThing(client: ClientWith<"/things/{name}">, options: OperationOptions<"addThing">): Promise<OperationResult<"addThing">> {
  return callOperation(client, "addThing", options);
}
`);
  });

  test("takes the summary where there is no other text", () => {
    const operation = { operationId: "listThings", summary: "List the things", responses: {} };
    expect(moduleOf("get", "/things", operation)).toContain("/**\n * List the things\n");
  });

  test.for([
    ["no parameters", {}, "?"],
    ["optional parameters and the api-version", { parameters: [version, size] }, "?"],
    ["a required parameter", { parameters: [name] }, ""],
    ["a body", { requestBody: { content: {} } }, ""],
  ] as const)("writes whether options are needed for %s", ([, members, mark]) => {
    const operation = { operationId: "act", summary: "Act", responses: {}, ...members };
    expect(moduleOf("post", "/act", operation)).toContain(`options${mark}: OperationOptions<"act">`);
  });

  test("makes an operation with HEAD and 404 a check that resolves to a boolean", () => {
    const operation = {
      operationId: "thingExists",
      summary: "Check",
      parameters: [name],
      responses: { 200: {}, 404: {} },
    };
    const text = moduleOf("head", "/things/{name}", operation);
    expect(text).toContain(" * @returns true after 200, false after 404\n");
    expect(text).toContain('Promise<boolean> {\n  return checkExistence(client, "thingExists", options);');
  });

  test("makes an operation with HEAD and without 404 a call", () => {
    const operation = { operationId: "getStatus", summary: "Check", responses: { 200: {} } };
    expect(moduleOf("head", "/health", operation)).toContain('callOperation(client, "getStatus", options);');
  });
});
